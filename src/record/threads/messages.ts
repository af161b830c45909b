import type { MessagePort } from 'node:worker_threads';
import type { AnswerError } from '../../read/snapshot/format.ts';
import type { Way } from '../aws/index.ts';
import type { Read, ReadingPlan } from '../read-into.ts';
import type { Credentials, ReadingProgress, Target } from '../target.ts';

/** A target for another thread: what it says comes through the port. */
export interface Task {
  readonly target: Omit<Target, 'credentials'>;
  readonly reading: ReadingPlan;
  readonly way: Way;
  readonly port: MessagePort;
}

/**
 * How a task ends: its outcome, with what ends the whole scan, or what the user is to be told. The end comes with the outcome
 * and not through the port, which closes behind it: of two ways a message may come last on the one that nobody reads any more.
 */
export type Done =
  | { readonly read: Read; readonly stop: AnswerError | null }
  | { readonly userError: string };

/** To the thread: the answer to a question for credentials, and the end of the scan. */
export type ToThread =
  | { readonly kind: 'credentials'; readonly question: number; readonly given: Given }
  | { readonly kind: 'stop'; readonly reason: AnswerError };

/** From the thread. The main thread alone keeps the credentials: roles are assumed, and codes asked for, once. */
export type FromThread =
  | { readonly kind: 'credentials'; readonly question: number; readonly anew: boolean }
  | { readonly kind: 'progress'; readonly progress: ReadingProgress };

export type Given =
  | { readonly identity: Awaited<ReturnType<Credentials>> }
  | { readonly failure: AnswerError };
