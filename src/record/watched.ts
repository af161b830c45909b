import type { SnapshotSink } from '../read/aws/sink.ts';
import type { Answer, AnswerError } from '../read/snapshot/format.ts';

/** What went through a sink. */
export interface Watched {
  readonly sink: SnapshotSink;
  /** The lists (keys, aliases, key stores, clusters) that AWS did not give whole: what they hold was not read. */
  readonly unread: () => readonly { readonly call: string; readonly error: AnswerError }[];
}

/** Passes everything on, and notes which lists are not whole. */
export function watch(sink: SnapshotSink): Watched {
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
        return sink.finish(tail);
      },
    },
    unread: () => unread,
  };
}
