import { closeSync } from 'node:fs';
import { compareText } from '../../text/compare.ts';
import { appendTo, openTemporary, readFrom } from '../print/spool.ts';

/**
 * Texts by group: groups go on from one part of a report to the next, so that nothing can be written before all is judged.
 * Memory holds some megabytes of them, and for each time that these went to a file, where the texts of each group stand.
 */
export interface GroupSpool {
  /** @param group null for what belongs to none that is known */
  readonly add: (group: string | null, text: string) => void;
  /** Every group with its texts, in the order of names, the unknown one last; once, one group after the other. */
  readonly take: () => Iterable<readonly [group: string | null, texts: Iterable<string>]>;
}

interface Group {
  texts: string[];
  /** Where its texts stand in the file. */
  readonly stretches: (readonly [start: number, end: number])[];
}

/** How many UTF-16 units stay in memory. */
const mostInMemory = 8 << 20;

/** @param limit how many UTF-16 units stay in memory before they go to a file */
export function openGroupSpool(limit: number = mostInMemory): GroupSpool {
  const groups = new Map<string | null, Group>();
  let size = 0;
  let file: number | null = null;
  let written = 0;
  const flush = (): void => {
    file ??= openTemporary();
    for (const group of groups.values()) {
      if (group.texts.length === 0) continue;
      const start = written;
      written += appendTo(file, group.texts.join(''));
      group.stretches.push([start, written]);
      group.texts = [];
    }
    size = 0;
  };
  function* read({ texts, stretches }: Group): Generator<string> {
    for (const [start, end] of stretches) {
      if (file === null)
        throw new Error('the texts of a group were asked for behind the last group');
      yield* readFrom(file, start, end);
    }
    yield* texts;
  }
  return {
    add: (name, text) => {
      const group = groups.get(name) ?? { texts: [], stretches: [] };
      groups.set(name, group);
      group.texts.push(text);
      size += text.length;
      if (size > limit) flush();
    },
    *take() {
      try {
        for (const name of [...groups.keys()].toSorted(compareGroups)) {
          const group = groups.get(name);
          if (group !== undefined) yield [name, read(group)];
          groups.delete(name);
        }
      } finally {
        if (file !== null) closeSync(file);
        file = null;
      }
    },
  };
}

/** By name; what is not known comes last. */
export function compareGroups(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareText(a, b);
}
