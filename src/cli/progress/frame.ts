import type { Target } from '../../record/target.ts';
import type { ReadingProgress } from '../../record/target.ts';

/** Where a scan stands. Times in milliseconds. */
export interface State {
  readonly began: number;
  targets: number;
  ended: number;
  /** Of the targets that ended. */
  keys: number;
  readonly reading: Map<Target, ReadingProgress>;
}

/** Targets that are shown by name. */
const shown = 8;

/** The picture of a moment, a line for the whole and one for each target that is being read. */
export function frameOf(state: State, now: number): readonly string[] {
  const reading = [...state.reading];
  const keys = reading.reduce((sum, [, { done }]) => sum + done, state.keys);
  const seconds = Math.max((now - state.began) / 1000, 0.001);
  const part = state.ended + reading.reduce((sum, [, progress]) => sum + partOf(progress), 0);
  const left = part > 0 ? (seconds * (state.targets - part)) / part : null;
  const head = [
    `${state.ended} of ${state.targets} targets`,
    `${keys} keys`,
    `${Math.round(keys / seconds)} keys/s`,
    ...(left === null ? [] : [`${describeTime(left)} left`]),
  ].join(' · ');
  const lines = reading.slice(0, shown).map(([{ account, region }, { listed, done }]) => {
    return `  ${account ?? 'unknown account'} ${region} · ${done} of ${listed} keys`;
  });
  return [head, ...lines];
}

function partOf({ listed, done }: ReadingProgress): number {
  return listed === 0 ? 0 : Math.min(done / listed, 1);
}

function describeTime(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.ceil((seconds % 3600) / 60)} min`;
}
