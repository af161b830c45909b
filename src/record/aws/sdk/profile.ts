import {
  CONFIG_PREFIX_SEPARATOR,
  DEFAULT_PROFILE,
  ENV_PROFILE,
  parseKnownFiles,
} from '@smithy/core/config';
import { UserError } from '../../../errors.ts';
import { quote, suggest } from '../../../text/suggest.ts';

/**
 * Makes `--profile` the profile of everything. The SDK looks for endpoints by AWS_PROFILE alone, whatever profile a client
 * is given; so it is set there, for this thread and those that it starts.
 * @throws UserError where AWS's configuration files do not have it, or not its section of services: the SDK would pass
 * over either
 */
export async function useProfile(profile: string | null): Promise<void> {
  if (profile !== null) process.env[ENV_PROFILE] = profile;
  const given = process.env[ENV_PROFILE] ?? '';
  const name = given === '' ? DEFAULT_PROFILE : given;
  const sections = await parseKnownFiles({});
  const section = sections[name];
  if (section === undefined) return demand(name, profile, Object.keys(sections));
  const { services } = section;
  if (services === undefined) return;
  if (sections[['services', services].join(CONFIG_PREFIX_SEPARATOR)] !== undefined) return;
  throw new UserError(
    `profile ${quote(name)} names the services section ${quote(services)}, and the AWS configuration has none of that name; add it, or drop the name`,
  );
}

/** Only the usual profile need not be anywhere. */
function demand(name: string, profile: string | null, known: readonly string[]): void {
  if (name === DEFAULT_PROFILE && profile === null) return;
  const profiles = known.filter((one) => !one.includes(CONFIG_PREFIX_SEPARATOR));
  const hint = profiles.length === 0 ? '' : suggest(name, profiles);
  throw new UserError(
    `the AWS configuration has no profile ${quote(name)}${hint}; name another with --profile`,
  );
}
