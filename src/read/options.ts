import type { Shard } from '../model/place/shard.ts';
import type { Assignment, Environments } from './configuration/index.ts';

/** What reading takes beside the inputs' names. */
export interface ReadOptions {
  readonly directory: string;
  readonly stdin: AsyncIterable<Buffer | string>;
  /** `--var` and `--var-file`, in their order. */
  readonly assignments?: readonly Assignment[];
  /** Where `TF_VAR_…` are looked up. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `--workspace`: what `terraform.workspace` is. */
  readonly workspace?: string;
  /** The environments under which root modules are judged. */
  readonly environments?: Environments;
  /** `--previous`: earlier snapshots and states, or directories of them. */
  readonly previous?: readonly string[];
  /** `--source`: the directory of the configuration that the plans were made from. */
  readonly source?: string | undefined;
  /** Texts of configuration files that are judged in the place of what the files hold, by real path. */
  readonly drafts?: ReadonlyMap<string, string>;
  /** Whether what watches keys is looked for, beyond what leads to keys; it is unless told otherwise. */
  readonly monitors?: boolean;
  /** Whether the consumers of every key of a configuration are looked for; else those of keys that may be out of use. */
  readonly everyConsumer?: boolean;
  /** `--shard`: the accounts that are judged; all unless told otherwise. */
  readonly shard?: Shard | null;
  /** Absolute paths of directories, plans and snapshots that are not looked into. */
  readonly isIgnored?: (path: string) => boolean;
}
