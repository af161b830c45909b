import type { Comment } from '../../hcl/language/source.ts';
import { meaningsBy } from '../../hcl/syntax/meaning.ts';
import { startParser } from '../../hcl/syntax/parser.ts';
import { openEntry, readEntry, readUnparsed, type HclModule, type Opening } from './entry.ts';
import { variantsOf } from './environments.ts';
import type { HclOptions } from './options.ts';
import { reach, type Entry } from './modules/entries.ts';
import { loader, type Session } from './modules/load.ts';
import type { Survey } from './modules/unread.ts';
import { noUnits, readUnits, type Units } from './units.ts';

/** From so many modules on the parser is worth optimising: measured, it is even at about two hundred. */
const many = 200;

/** Reads entries one after the other. The parsers are loaded where the first of them needs them. */
export interface EntryReader {
  /** The units and components in directories; their files need the parsers. */
  readonly units: (directories: readonly string[]) => Promise<Units>;
  /** Tells which entries are to come, so that the parsers can be loaded for few or for many. */
  readonly expect: (entries: readonly Entry[]) => void;
  /**
   * Reads an entry, once for each environment that applies to it, begins on the one that comes next, and adds the
   * directories that were looked into.
   */
  readonly read: (entry: Entry, next: Entry | null) => Promise<readonly HclModule[]>;
  readonly comments: () => ReadonlyMap<string, readonly Comment[]>;
  readonly close: () => Promise<void>;
}

export function entryReader(
  survey: Survey,
  options: HclOptions,
  covered: Set<string>,
): EntryReader {
  let opened: Opening | null = null;
  let expected = 0;
  const leads = reach(survey, (path) => survey.scan(path).mentions);
  const open = async (): Promise<Opening> => {
    if (opened !== null) return opened;
    const parser = startParser(options.deadline, expected < many ? 'short' : 'long');
    const { loadFinder } = await import('../../hcl/syntax/place.ts');
    const find = await loadFinder();
    const files: Session['files'] = new Map();
    const session = { ...survey, parser, meanings: meaningsBy(parser), find, files };
    opened = { session, loading: loader(session), leads, options, covered };
    return opened;
  };
  return {
    units: async (directories) => {
      if (!directories.some((path) => survey.scan(path).units.length > 0)) return noUnits;
      const opening = await open();
      return readUnits(directories, opening.session, (entry) => openEntry(entry, opening));
    },
    expect: (entries) => {
      expected = entries.filter(({ leads: isParsed }) => isParsed).length;
    },
    read: async (entry, next) => {
      if (!entry.leads) return [readUnparsed(entry, survey, covered)];
      const opening = await open();
      opening.loading.start(entry.path);
      if (next?.leads === true) opening.loading.start(next.path);
      return variantsOf(entry, options, survey.sandbox).map(({ environment, options: own }) => {
        const variant = { ...opening, options: own };
        return { ...readEntry(openEntry(entry, variant), variant), environment };
      });
    },
    comments: () =>
      new Map([...(opened?.session.files ?? [])].map(([path, file]) => [path, file.comments])),
    close: async () => await opened?.session.parser.close(),
  };
}
