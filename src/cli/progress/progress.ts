import type { createLogUpdate } from 'log-update';
import { escapeText } from '../../text/escape.ts';
import type { PlannedTarget } from '../../record/targets/expand.ts';
import type { ReadingProgress } from '../../record/target.ts';
import type { Recorded, Watcher } from '../../record/record-targets.ts';
import type { Io } from '../streams/io.ts';
import { frameOf, type State } from './frame.ts';

export interface Progress extends Watcher {
  readonly start: (targets: number) => void;
  readonly close: () => void;
}

/** Milliseconds between two pictures on a terminal. */
const interval = 200;

/** On standard error: a picture that moves on a terminal, else a line for each target; nothing where it is quiet. */
export async function openProgress({ stderr, env }: Io, quiet: boolean): Promise<Progress> {
  const state: State = {
    began: performance.now(),
    targets: 0,
    ended: 0,
    keys: 0,
    reading: new Map(),
  };
  const isTerminal = !quiet && stderr.isTTY === true && env['TERM'] !== 'dumb';
  const picture = isTerminal ? await openPicture(state) : null;
  const tell = (line: string) => {
    if (quiet) return;
    picture?.clear();
    stderr.write(`${escapeText(line)}\n`);
  };
  return {
    start: (targets) => {
      state.targets = targets;
    },
    begun: (target) => {
      state.reading.set(target, { listed: 0, done: 0 });
    },
    advanced: (target, progress) => {
      state.reading.set(target, progress);
    },
    ended: (recorded) => {
      state.reading.delete(recorded.target);
      state.ended += 1;
      if (!recorded.kept) state.keys += recorded.keys;
      if (picture === null || recorded.unread.length > 0) tell(lineOf(recorded, state));
    },
    close: () => picture?.close(),
  };
}

async function openPicture(state: State): Promise<{ clear: () => void; close: () => void }> {
  const { createLogUpdate: open } = await import('log-update');
  const log: ReturnType<typeof createLogUpdate> = open(process.stderr);
  const draw = () => {
    log(escapeLines(frameOf(state, performance.now())));
  };
  const timer = setInterval(draw, interval);
  timer.unref();
  return {
    clear: () => log.clear(),
    close: () => {
      clearInterval(timer);
      log.clear();
      log.done();
    },
  };
}

function escapeLines(lines: readonly string[]): string {
  return lines.map((line) => escapeText(line)).join('\n');
}

/** `3 of 200 · 111122223333 eu-west-1 · 41 keys`, and what could not be read. */
export function lineOf(
  { target, keys, kept, unread }: Recorded,
  { ended, targets }: Pick<State, 'ended' | 'targets'>,
): string {
  const parts = [
    `${ended} of ${targets}`,
    nameOf(target),
    kept ? `${countOf(keys, 'key')} of an earlier scan` : countOf(keys, 'key'),
    ...unread.map((why) => `not read: ${why}`),
  ];
  return parts.join(' · ');
}

function nameOf({ account, region }: PlannedTarget): string {
  return `${account ?? 'unknown account'} ${region}`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export type { ReadingProgress };
