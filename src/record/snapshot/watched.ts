import type { SnapshotSink } from './sink.ts';
import type { Answer, AnswerError } from '../../read/snapshot/format.ts';

/** What went through a sink. */
export interface Watched {
  readonly sink: SnapshotSink;
  /** The lists (keys, aliases, key stores, clusters) that AWS did not give whole: what they hold was not read. */
  readonly unread: () => readonly { readonly call: string; readonly error: AnswerError }[];
}

/**
 * Passes everything on, and notes which lists are not whole. The reader knows of every early end that is asked of it as
 * the deadline; `reason` tells what it was.
 */
export function watch(sink: SnapshotSink, reason: () => AnswerError | null): Watched {
  const unread: { readonly call: string; readonly error: AnswerError }[] = [];
  const note = (call: string, answer: Answer<unknown> | undefined) => {
    if (answer !== undefined && 'error' in answer) unread.push({ call, error: answer.error });
  };
  return {
    sink: {
      ...sink,
      writeHead: (head) => {
        for (const call of [
          'ListAliases',
          'DescribeCustomKeyStores',
          'DescribeClusters',
        ] as const) {
          note(call, head[call]);
        }
        return sink.writeHead(head);
      },
      finish: (tail) => {
        note('ListKeys', tail.ListKeys);
        const isAsked = tail.stopped?.name === 'DeadlineError';
        return sink.finish(isAsked ? { ...tail, stopped: reason() ?? tail.stopped } : tail);
      },
    },
    unread: () => unread,
  };
}
