import type { Finding } from '../../model/finding.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Ignore } from './config.ts';
import type { Reach } from './reach.ts';

/** What is left to report, and the verdicts that are not. */
export interface Kept {
  readonly findings: readonly Finding[];
  readonly gaps: Inventory['gaps'];
  readonly keys: number;
  readonly ignored: readonly Finding[];
}

type About = Pick<Finding, 'subject' | 'scope' | 'location'>;

/** Whether a configuration ignores what is said about an object. */
export function ignorerOf(ignore: Ignore | null, reach: Reach | null): (about: About) => boolean {
  if (ignore === null || reach === null) return () => false;
  const { paths, subjects } = ignore;
  return (about) =>
    subjects.some((pattern) => reach.bySubject(pattern, about)) ||
    paths.some((pattern) => reach.byPath(pattern, about));
}

/** Leaves out what a configuration ignores: verdicts, gaps in ignored files, and keys. */
export function leaveOut(
  findings: readonly Finding[],
  { keys, gaps }: Inventory,
  ignore: Ignore | null,
  reach: Reach | null,
): Kept {
  if (ignore === null || reach === null || ignore.paths.length + ignore.subjects.length === 0) {
    return { findings, gaps, keys: keys.length, ignored: [] };
  }
  const { paths } = ignore;
  const isIgnored = ignorerOf(ignore, reach);
  const ignored = new Set(findings.filter(isIgnored));
  return {
    findings: findings.filter((finding) => !ignored.has(finding)),
    gaps: gaps.filter(({ at, scope }) => {
      const about = { subject: '', scope, location: at };
      return !paths.some((pattern) => reach.byPath(pattern, about));
    }),
    keys: keys.filter(({ subject, scope, at }) => !isIgnored({ subject, scope, location: at }))
      .length,
    ignored: [...ignored],
  };
}
