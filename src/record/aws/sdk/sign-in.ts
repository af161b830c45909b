import { UserError } from '../../../errors.ts';
import type { Cloud } from '../../targets/cloud.ts';
import { connect, type CloudSettings } from './cloud.ts';
import { describeError } from './error.ts';

/**
 * Reaches AWS, and makes sure of the caller's credentials before anything else is asked.
 * @throws UserError where no Region is configured, or there are no credentials
 */
export async function connectTo(settings: CloudSettings): Promise<Cloud> {
  const cloud = await connect(settings);
  try {
    await cloud.credentials();
  } catch (error) {
    const { name, message } = describeError(error);
    throw new UserError(
      `no AWS credentials: ${name}: ${message}; sign in, or name a profile with --profile`,
    );
  }
  return cloud;
}
