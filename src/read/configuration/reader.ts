import type { Comment } from '../../hcl/language/source.ts';
import { meaningsBy } from '../../hcl/syntax/meaning.ts';
import { startParser } from '../../hcl/syntax/parser.ts';
import { openEntry, readEntry, readUnparsed, type HclModule, type HclOptions } from './entry.ts';
import { reach, type Entry } from './modules/entries.ts';
import { loader, type Loader, type Session } from './modules/load.ts';
import type { Survey } from './modules/unread.ts';
import { readUnits, type Units } from './units.ts';

/** Reads entry modules one after the other. The parsers are started where the first of them leads to a key. */
export interface EntryReader {
  readonly read: (entries: readonly Entry[]) => Promise<readonly HclModule[]>;
  /** The Terragrunt units and stacks in directories. */
  readonly units: (directories: readonly string[]) => Promise<Units>;
  /** Directories whose blocks were taken in so far. */
  readonly covered: ReadonlySet<string>;
  /** The comments of every file that was read, by its path. */
  readonly comments: () => ReadonlyMap<string, readonly Comment[]>;
  readonly close: () => Promise<void>;
}

interface Opened {
  readonly session: Session;
  readonly loading: Loader;
}

export function entryReader(survey: Survey, options: HclOptions): EntryReader {
  let opened: Opened | null = null;
  const open = async (): Promise<Opened> => (opened ??= await openSession(survey, options));
  const covered = new Set<string>();
  const cover = (directory: string): void => void covered.add(directory);
  const leads = reach(survey, (path) => survey.scan(path).mentions);
  return {
    covered,
    read: async (entries) => {
      const modules: HclModule[] = [];
      for (const [i, entry] of entries.entries()) {
        if (!entry.leads) {
          modules.push(readUnparsed(entry, survey, cover));
          continue;
        }
        const { session, loading } = await open();
        const next = entries[i + 1];
        loading.start(entry.path);
        if (next?.leads === true) loading.start(next.path);
        const whole = openEntry(entry, session, loading, leads, options, cover);
        modules.push(readEntry(whole, session));
      }
      return modules;
    },
    units: async (directories) => {
      const { session, loading } = await open();
      return readUnits(directories, session, (entry) =>
        openEntry(entry, session, loading, leads, options, cover),
      );
    },
    comments: () =>
      new Map([...(opened?.session.files ?? [])].map(([path, file]) => [path, file.comments])),
    close: async () => await opened?.session.parser.close(),
  };
}

async function openSession(survey: Survey, { deadline }: HclOptions): Promise<Opened> {
  const parser = startParser(deadline);
  const { loadFinder } = await import('../../hcl/syntax/place.ts');
  const session: Session = {
    ...survey,
    parser,
    meanings: meaningsBy(parser),
    find: await loadFinder(),
    files: new Map(),
  };
  return { session, loading: loader(session) };
}
