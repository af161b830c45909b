import { UserError } from '../../errors.ts';
import type { Shard } from '../../model/place/shard.ts';
import { quote } from '../../text/suggest.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How schedulers tell a job which part of the work is its own: two variables, and what the index counts from. */
const schedulers = [
  { index: 'AWS_BATCH_JOB_ARRAY_INDEX', count: 'AWS_BATCH_JOB_ARRAY_SIZE', from: 0 },
  // Kubernetes tells no count: the Job's manifest sets this one to its `completions`.
  { index: 'JOB_COMPLETION_INDEX', count: 'JOB_COMPLETIONS', from: 0 },
  { index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', from: 1 },
] as const;

/**
 * `--shard 2/5` counts from 1; without it, what AWS Batch, a Kubernetes indexed Job or GitLab's `parallel` say.
 * `--shard 1/1` reads everything in spite of them. Null where there is but one part.
 * @throws UserError where a shard is none, or a variable stands without its partner
 */
export function readShard(given: string | undefined, environment: Environment): Shard | null {
  if (given !== undefined) {
    const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(given) ?? [];
    return partOf(Number(index) - 1, Number(count), `--shard ${quote(given)}`);
  }
  for (const { index, count, from } of schedulers) {
    const [at, of] = [environment[index] ?? '', environment[count] ?? ''];
    if (at === '') continue;
    if (of === '') {
      throw new UserError(
        `${index} is set and ${count} is not, so that the shard is unknown; set it to the number of shards, or pass --shard`,
      );
    }
    const named = `${index}=${at} with ${count}=${of}`;
    return partOf(toNumber(at) - from, toNumber(of), named);
  }
  return null;
}

/**
 * `--shard` of a run that judges. A scheduler's variables do not count here: what a job judges that happens to run beside
 * others is all that it is given.
 * @throws UserError where it is none
 */
export function readNamedShard(given: string | undefined): Shard | null {
  return given === undefined ? null : readShard(given, {});
}

function toNumber(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

function partOf(index: number, count: number, named: string): Shard | null {
  if (!(count >= 1 && index >= 0 && index < count)) {
    throw new UserError(`${named} names no shard; write --shard 2/5 for the second of five`);
  }
  return count === 1 ? null : { index, count };
}
