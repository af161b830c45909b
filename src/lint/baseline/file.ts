import { readFileSync, statSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import { validateBaseline } from '../../generated/baseline.js';
import { escapeJson } from '../../text/escape.ts';
import type { BaselineEntry } from '../../model/baseline.ts';
import { endlessKind, explain } from '../../read/input/load.ts';
import { describeMistake } from './mistake.ts';

/** Larger files are no baseline: an entry takes some 400 bytes. */
const maxBytes = 64 << 20;

/**
 * Reads a baseline; null where there is none.
 * @throws UserError for the first mistake, with line and column
 */
export async function readBaseline(
  path: string,
  shown: string,
): Promise<readonly BaselineEntry[] | null> {
  const text = readText(path, shown);
  if (text === null) return null;
  const file = parse(text);
  if (file !== undefined && validateBaseline(file)) return file.findings;
  const error = file === undefined ? null : (validateBaseline.errors?.[0] ?? null);
  throw new UserError(await describeMistake(text, shown, error));
}

function readText(path: string, shown: string): string | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return null;
    if (endlessKind(path) !== null) {
      throw new UserError(`${shown}: it is no regular file, so it is no baseline`);
    }
    if (stat.size <= maxBytes) return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${shown}: ${explain(error)}; check the path of the baseline`);
  }
  throw new UserError(`${shown}: it is larger than ${maxBytes} bytes, so it is no baseline`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The text of a baseline file: sorted, one member a line, so that a change shows as what it is. */
export function printBaseline(entries: readonly BaselineEntry[]): string {
  const findings = sorted(entries).map((entry) => ({
    place: entry.place,
    subject: entry.subject,
    rule: entry.rule,
    kind: entry.kind,
    severity: entry.severity,
    source: entry.source,
    ...(entry.input === undefined ? {} : { input: entry.input }),
    message: entry.message,
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
    fingerprint: entry.fingerprint,
  }));
  const $schema =
    'https://raw.githubusercontent.com/kmslint/kmslint/main/schema/baseline.schema.json';
  return escapeJson(`${JSON.stringify({ $schema, version: 1, findings }, null, 2)}\n`);
}

/** By place, subject, rule, fingerprint, and then whatever differs; by code units, whatever the locale. */
function sorted(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const keyed = entries.map((entry) => ({ key: sortKey(entry), entry }));
  return keyed
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry);
}

function sortKey(entry: BaselineEntry): string {
  const { place, subject, rule, fingerprint } = entry;
  return [place, subject, rule, fingerprint, JSON.stringify(entry)].join('\n');
}
