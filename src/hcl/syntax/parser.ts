import { startThread, type Thread, type Work } from './thread.ts';

/** What the parser says: an expression's tree as JSON, nothing for an accepted file, or why not. */
export interface Answer {
  readonly ast?: string;
  /** Terraform's own diagnostic. */
  readonly error?: string;
  /** The parser crashed or hung, and was restarted. */
  readonly crashed?: true;
}

/** HashiCorp's parser in a thread of its own. Each call asks; the function that is returned waits for the answer. */
export interface HclParser {
  readonly file: (path: string, text: string) => () => Answer;
  readonly expression: (path: string, text: string) => () => Answer;
  readonly close: () => Promise<void>;
}

interface Request {
  readonly kind: 'file' | 'expression';
  readonly path: string;
  readonly text: string;
}

/** The first answer includes loading the parser. */
const startMilliseconds = 30_000;

/** After so many requests without an answer nothing more is asked: a repository cannot make a run last for hours. */
const patience = 5;

/** Starts the parser's thread at once, so that it loads while the caller goes on; `deadline` is milliseconds. */
export function startParser(deadline = 5_000, work: Work = 'short'): HclParser {
  const start = (requests: Iterable<Request>): Thread => resume(requests, work);
  let thread: Thread | null = start([]);
  let isWarm = false;
  let unanswered = 0;
  const answers = new Map<Request, Answer>();
  /** Asked and not answered, in the thread's order. */
  const open = new Set<Request>();

  const ask = (request: Request): (() => Answer) => {
    if (unanswered >= patience) return () => ({ crashed: true });
    open.add(request);
    thread ??= start([]);
    thread.send(request);
    return () => {
      while (open.has(request)) answerNext();
      return answers.get(request) ?? { crashed: true };
    };
  };
  const answerNext = (): void => {
    const [request] = open;
    if (request === undefined) return;
    open.delete(request);
    thread ??= start(open);
    const reply = thread.receive(isWarm ? deadline : startMilliseconds + deadline);
    isWarm = isAnswer(reply) && !isOverflow(reply);
    if (isAnswer(reply) && isWarm) {
      answers.set(request, reply);
      return;
    }
    answers.set(request, { crashed: true });
    if (!isAnswer(reply)) unanswered++;
    if (unanswered >= patience) open.clear();
    void thread.end();
    thread = open.size === 0 ? null : start(open);
  };
  return {
    file: (path, text) => ask({ kind: 'file', path, text }),
    expression: (path, text) => ask({ kind: 'expression', path, text }),
    close: async () => {
      await thread?.end();
      thread = null;
    },
  };
}

/** A new thread, with what a crashed one has left undone. */
function resume(requests: Iterable<Request>, work: Work): Thread {
  const thread = startThread(work);
  for (const request of requests) thread.send(request);
  return thread;
}

function isAnswer(reply: unknown): reply is Answer {
  return typeof reply === 'object' && reply !== null;
}

/** After a stack overflow the instance never answers again. */
function isOverflow(answer: Answer): boolean {
  return (
    answer.error?.includes('call stack') === true ||
    answer.error?.includes('stack exhausted') === true
  );
}
