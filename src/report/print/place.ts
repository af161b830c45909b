import type { Gap } from '../../model/inventory.ts';
import type { Location, SourceLocation } from '../../model/location.ts';
import { unknownReasons } from '../../model/value.ts';

/** The lines of a configuration that a place stands for, where it does: those are what a reviewer can open. */
export function linesOf(at: Location): SourceLocation | null {
  switch (at.kind) {
    case 'source':
      return at;
    case 'plan':
      return at.source;
    case 'live':
      return null;
  }
}

/**
 * A place in one line: `kms.tf:12:3`, `plan.json#/resource_changes/3`, or the API call and the ARN, unless it is that
 * of the subject, which is told already.
 */
export function describePlace(at: Location, subject: string): string {
  const lines = linesOf(at);
  if (lines !== null) return describeLine(lines);
  switch (at.kind) {
    case 'source':
      return describeLine(at);
    case 'plan':
      return `${slashed(at.path)}#${at.pointer}`;
    case 'live':
      return at.arn === subject ? at.call : `${at.call} of ${at.arn}`;
  }
}

/** `kms.tf:12:3` */
export function describeLine({ path, line, column }: SourceLocation): string {
  return `${slashed(path)}:${line}:${column}`;
}

/** A path as code hosts write it. */
export function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

/** What was not read, and why, unless the text says that already. */
export function describeGap({ what, reason, modules }: Gap): string {
  const why = unknownReasons[reason];
  return modules !== undefined || what.includes(why) ? what : `${what}: ${why}`;
}
