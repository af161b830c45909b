import { UserError } from '../../../errors.ts';
import type { Cloud } from '../../targets/cloud.ts';
import { openCloud } from '../sdk/cloud.ts';
import type { Connection } from '../sdk/connection.ts';
import { describeError, isFromBetween, tellError } from '../sdk/error.ts';
import { mfaCodeOnce, type MfaCode } from './mfa.ts';

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
