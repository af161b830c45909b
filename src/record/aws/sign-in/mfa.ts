import { UserError } from '../../../errors.ts';

/** Gives the code of the device with that serial number or ARN. @throws UserError where there is none */
export type MfaCode = (device: string) => Promise<string>;

/**
 * A code is good for one session. Asks for it once: whoever watches a scan is not there for a second one an hour later.
 * @param ask null where there is nobody to ask, and no code was given
 */
export function mfaCodeOnce(ask: MfaCode | null): MfaCode {
  let isUsed = false;
  return async (device) => {
    if (ask === null) {
      throw new UserError(
        `the profile's role wants a code of the MFA device ${device}; pass it with --mfa-code`,
      );
    }
    if (isUsed) {
      throw new UserError(
        'the session of the profile has ended, and a new one wants another MFA code; give the profile a longer duration_seconds, or go on with --resume',
      );
    }
    isUsed = true;
    return await ask(device);
  };
}
