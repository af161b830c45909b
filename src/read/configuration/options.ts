import type { Drafts } from '../../hcl/sandbox.ts';
import type { Resource } from '../input/resource.ts';
import type { Assignment } from './modules/given.ts';
import type { Listings } from './modules/walk.ts';

/** A set of values under which root modules are run: `-var-file` and the workspace. */
export interface Environment {
  readonly name: string;
  /** Relative to a root module, or to what lies around it. */
  readonly varFiles: readonly string[];
  readonly workspace: string | null;
}

/** The environments of a configuration, and the directory that their paths may be relative to. */
export interface Environments {
  /** Absolute. */
  readonly base: string;
  readonly all: readonly Environment[];
}

/** What reading configurations takes. */
export interface HclOptions {
  /** Paths are printed relative to it. */
  readonly cwd?: string;
  /** `--var` and `--var-file`, in their order. */
  readonly assignments?: readonly Assignment[];
  /** Where `TF_VAR_…` are looked up; nowhere without it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `--workspace`; else TF_WORKSPACE counts. */
  readonly workspace?: string;
  /** Under which values root modules are judged; as they are without. */
  readonly environments?: Environments;
  /** Directories that were already walked, by their real paths, with what the directories below them hold. */
  readonly walked?: ReadonlyMap<string, Listings>;
  /** Texts that are read in the place of what files hold, by real path. */
  readonly drafts?: Drafts;
  /** Whether what watches keys is looked for too; it is unless told otherwise. */
  readonly monitors?: boolean;
  /** Whether the consumers of the keys among some resources are wanted; nobody's are unless told otherwise. */
  readonly wantsConsumers?: (resources: readonly Resource[]) => boolean;
  /** How long the parser may take over one file, in milliseconds. */
  readonly deadline?: number;
}
