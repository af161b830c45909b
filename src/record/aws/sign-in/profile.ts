import { CONFIG_PREFIX_SEPARATOR, DEFAULT_PROFILE, parseKnownFiles } from '@smithy/core/config';
import { UserError } from '../../../errors.ts';
import { quote, suggest } from '../../../text/suggest.ts';

/**
 * Makes sure of the profile of the scan, which the SDK takes from AWS_PROFILE.
 * @param given null where neither the command line nor the environment names one
 * @throws UserError where AWS's configuration files do not have it, or not its section of services: the SDK would pass
 * over either
 */
export async function checkProfile(given: string | null): Promise<void> {
  const name = given ?? DEFAULT_PROFILE;
  const sections = await parseKnownFiles({});
  const section = sections[name];
  if (section === undefined) {
    // Only the usual one need not be anywhere.
    if (given === null) return;
    throw notThere(name, Object.keys(sections));
  }
  const { services } = section;
  if (services === undefined) return;
  if (sections[['services', services].join(CONFIG_PREFIX_SEPARATOR)] !== undefined) return;
  throw new UserError(
    `profile ${quote(name)} names the services section ${quote(services)}, and the AWS configuration has none of that name; add it, or drop the name`,
  );
}

function notThere(name: string, known: readonly string[]): UserError {
  const profiles = known.filter((one) => !one.includes(CONFIG_PREFIX_SEPARATOR));
  const hint = profiles.length === 0 ? '' : suggest(name, profiles);
  return new UserError(
    `the AWS configuration has no profile ${quote(name)}${hint}; name another with --profile`,
  );
}
