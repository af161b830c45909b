import { UserError } from '../../errors.ts';

/** By which the environment names proxies, in small letters too. */
const variables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/**
 * Whether the environment sets a proxy.
 * @throws UserError where it is no address; the address is not repeated, for it may hold a password
 */
export function hasProxy(environment: Readonly<Record<string, string | undefined>>): boolean {
  const set = variables.filter((name) => (environment[name] ?? '') !== '');
  for (const name of set) {
    if (isProxy(environment[name] ?? '')) continue;
    throw new UserError(
      `${name} is not the address of a proxy, such as http://proxy.example.com:3128; mend or unset it`,
    );
  }
  return set.length > 0;
}

function isProxy(address: string): boolean {
  const whole = address.includes('://') ? address : `http://${address}`;
  return URL.canParse(whole) && /^(?:https?|socks[45]?[ah]?):$/.test(new URL(whole).protocol);
}
