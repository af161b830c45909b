import { DEFAULT_PROFILE, ENV_PROFILE, parseKnownFiles } from '@smithy/core/config';
import { UserError } from '../../../errors.ts';
import { quote, suggest } from '../../../text/suggest.ts';
import type { Cloud } from '../../targets/cloud.ts';
import { openCloud } from './cloud.ts';
import type { Connection } from './connection.ts';
import { describeError, isFromBetween, tellError } from './error.ts';
import { mfaCodeOnce, type MfaCode } from './mfa.ts';

/**
 * Makes `--profile` the profile of everything. The SDK looks for endpoints by AWS_PROFILE alone, whatever profile a client
 * is given; so it is set there, for this thread and those that it starts.
 * @throws UserError where no file of AWS's configuration has it
 */
export async function useProfile(profile: string | null): Promise<void> {
  if (profile !== null) process.env[ENV_PROFILE] = profile;
  const name = process.env[ENV_PROFILE] ?? '';
  if (name === '' || (name === DEFAULT_PROFILE && profile === null)) return;
  const known = Object.keys(await parseKnownFiles({}));
  if (known.includes(name)) return;
  const hint = known.length === 0 ? '' : suggest(name, known);
  throw new UserError(
    `the AWS configuration has no profile ${quote(name)}${hint}; name another with --profile`,
  );
}

/**
 * Reaches AWS, and makes sure of the caller's credentials before anything else is asked.
 * @throws UserError where no Region is configured, or there are no credentials
 */
export async function signIn(
  connection: Connection,
  region: string | null,
  askMfaCode: MfaCode | null,
): Promise<Cloud> {
  const cloud = await openCloud(connection, region, mfaCodeOnce(askMfaCode));
  try {
    await cloud.credentials();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const failure = describeError(error);
    const remedy = isFromBetween(failure)
      ? 'check HTTPS_PROXY and NO_PROXY'
      : 'sign in, or name a profile with --profile';
    throw new UserError(`no AWS credentials: ${tellError(failure)}; ${remedy}`);
  }
  return cloud;
}
