import { decodeText } from './decode.ts';

/** Which state it is, of which root module and workspace. */
export interface StateHeading {
  /** The id that all states of one root module and workspace share; null where the state is one that was shown. */
  readonly lineage: string | null;
  /** Higher is later, within one lineage. */
  readonly serial: number | null;
}

/** The first members of a state of version 4, in the order in which Terraform and OpenTofu write them. */
const raw =
  /^\s*\{\s*"version"\s*:\s*4\s*,\s*"terraform_version"\s*:\s*"[^"\\]*"\s*,\s*"serial"\s*:\s*(\d+)\s*,\s*"lineage"\s*:\s*("[^"\\]+")\s*,/;

/** Likewise of one that was shown. A plan has other members before its values, if it has any. */
const shown =
  /^\s*\{\s*"format_version"\s*:\s*"[01](?:\.\d+)*"\s*,\s*"terraform_version"\s*:\s*"[^"\\]*"\s*,\s*"values"\s*:/;

/**
 * What the beginning of a file tells of a state: enough to read the rest when it is judged. Null where it is no state,
 * or one that has to be parsed before anything can be said of it.
 */
export function headingOf(beginning: Buffer): StateHeading | null {
  const text = decodeText(beginning);
  const match = raw.exec(text);
  // A part of the text would keep all of it in memory: what JSON makes of it stands by itself.
  if (match !== null)
    return { lineage: String(JSON.parse(match[2] ?? '""')), serial: Number(match[1]) };
  return shown.test(text) ? { lineage: null, serial: null } : null;
}
