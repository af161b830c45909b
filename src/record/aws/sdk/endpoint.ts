import { UserError } from '../../../errors.ts';

/**
 * Makes sure of the endpoint that the environment or the profile name for a client's service, if any: the SDK would fail
 * with each request. A client that was given one does not ask.
 * @throws UserError where it is none
 */
export async function checkEndpoint(config: {
  readonly isCustomEndpoint?: boolean;
  readonly serviceConfiguredEndpoint?: (() => Promise<string | undefined>) | undefined;
}): Promise<void> {
  if (config.isCustomEndpoint === true) return;
  const address = await config.serviceConfiguredEndpoint?.();
  if (address === undefined) return;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return;
  throw new UserError(`endpoint ${address} is not an http or https address`);
}
