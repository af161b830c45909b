import { UserError } from '../../errors.ts';
import { escapeText } from '../../text/escape.ts';
import type { Io } from '../streams/io.ts';

/**
 * Where the code of an MFA device comes from: `--mfa-code`, else whoever sits at the terminal; null where nobody does.
 * @throws UserError where `--mfa-code` is no code
 */
export function mfaCodeFrom(
  given: string | undefined,
  { stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>,
): ((device: string) => Promise<string>) | null {
  if (given !== undefined) {
    const code = checkCode(given, '--mfa-code');
    return async () => code;
  }
  if (stdin.isTTY !== true || stderr.isTTY !== true) return null;
  return async (device) => {
    stderr.write(`${escapeText(`MFA code for ${device}`)}: `);
    for await (const chunk of stdin) return checkCode(String(chunk).trim(), 'the role');
    throw new UserError('no MFA code was given');
  };
}

/** Sources: TokenCode of AssumeRole has exactly six digits. */
function checkCode(code: string, from: string): string {
  if (/^\d{6}$/.test(code)) return code;
  throw new UserError(`${from} wants the six digits that the MFA device shows`);
}
