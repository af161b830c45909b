import { isPacked, openWhole } from './write.ts';
import type { Output } from './io.ts';

/** Where the text of one report goes. */
export interface Sink {
  /** Resolves when more can be taken: to false where nobody takes any more. */
  readonly write: (texts: Iterable<string>) => Promise<boolean>;
  readonly finish: () => Promise<void>;
  /** Leaves nothing half done, as far as that is possible. */
  readonly abandon: () => void;
}

/** A file that appears when it is whole, compressed where its name says so. @throws UserError where it cannot be written */
export function fileSink(path: string): Sink {
  const file = openWhole(path, isPacked(path) ? 'packed' : 'plain');
  return {
    write: async (texts) => {
      for (const text of texts) file.add(text);
      return true;
    },
    finish: async () => file.close(),
    abandon: file.abandon,
  };
}

/** UTF-16 units that are held back: of a small report nothing is printed before all of it is known. */
const heldBack = 1 << 20;
/** UTF-16 units that are written at once after that. */
const mostAtOnce = 1 << 16;

/** A stream, which is given no more than it takes. */
export function streamSink(output: Output): Sink {
  let pending: string[] = [];
  let size = 0;
  let limit = heldBack;
  let isRead = true;
  const flush = async (): Promise<void> => {
    const text = pending.join('');
    pending = [];
    size = 0;
    limit = mostAtOnce;
    if (!isRead || text === '') return;
    output.write(text);
    isRead = (await output.ready?.()) ?? true;
  };
  return {
    write: async (texts) => {
      for (const text of texts) {
        if (!isRead) return false;
        pending.push(text);
        size += text.length;
        if (size >= limit) await flush();
      }
      return isRead;
    },
    finish: flush,
    abandon: () => undefined,
  };
}
