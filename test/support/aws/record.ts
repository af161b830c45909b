import { facts } from '../../../src/model/facts.ts';
import { openConnection, recordTarget } from '../../../src/record/aws/index.ts';
import type { SnapshotSink } from '../../../src/record/snapshot/sink.ts';
import type {
  Reading,
  ReadingOptions,
  ReadingProgress,
  Target,
} from '../../../src/record/target.ts';
import type { World } from '../../../src/record/aws/read-target.ts';
import type {
  KeyRecord,
  Snapshot,
  SnapshotHead,
  SnapshotTail,
} from '../../../src/read/snapshot/format.ts';
import { fakeEstate } from './keys.ts';
import type { Estate } from './keys.ts';
import { startAwsServer } from './server.ts';
import type { AwsServerOptions, Received } from './server.ts';

/** Collects a snapshot in memory. */
export interface MemorySink extends SnapshotSink {
  /** Null unless it was finished. */
  readonly snapshot: () => Snapshot | null;
  readonly abandoned: () => boolean;
}

export function memorySink(): MemorySink {
  let head: SnapshotHead | null = null;
  let tail: SnapshotTail | null = null;
  let abandoned = false;
  const keys: KeyRecord[] = [];
  return {
    writeHead: async (given) => {
      head = given;
    },
    writeKey: async (key) => {
      if (head === null) throw new Error('a key before the head');
      keys.push(key);
    },
    finish: async (given) => {
      tail = given;
    },
    abandon: async () => {
      abandoned = true;
    },
    snapshot: () => (head === null || tail === null ? null : { ...head, keys, ...tail }),
    abandoned: () => abandoned,
  };
}

/** No waiting: what is due in any time is due at once, after what is under way. */
export function hastyWorld(random: () => number = () => 0.5, patience = 10_000): World {
  let ahead = 0;
  return {
    patience,
    clock: {
      now: () => Date.now() + ahead,
      random,
      after: (milliseconds, call) => {
        const soon = setImmediate(() => {
          ahead += milliseconds;
          call();
        });
        return () => {
          clearImmediate(soon);
        };
      },
    },
  };
}

export const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

export const exampleIdentity = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: secret,
} as const;

export interface Recorded {
  readonly reading: Reading;
  readonly snapshot: Snapshot;
  readonly requests: readonly Received[];
}

export interface RecordingOptions extends Partial<Omit<AwsServerOptions, 'estates'>> {
  readonly estate?: Estate;
  readonly target?: Partial<Target>;
  readonly options?: Partial<ReadingOptions>;
  readonly endpoint?: string;
  readonly world?: World;
  readonly onProgress?: (progress: ReadingProgress) => void;
}

/** Records an estate of a fake AWS: every fact of it, unless told otherwise. */
export async function record(given: RecordingOptions = {}): Promise<Recorded> {
  const { estate = fakeEstate(24), target, options, endpoint, onProgress, ...others } = given;
  const { world = hastyWorld(), ...rest } = others;
  const server = await startAwsServer({ estates: [estate], now: world.clock.now, ...rest });
  const sink = memorySink();
  const connection = await openConnection(
    { endpoint: endpoint ?? server.url, proxied: false },
    256,
  );
  try {
    const reading = await recordTarget(
      {
        account: estate.account,
        region: estate.region,
        credentials: async () => exampleIdentity,
        ...target,
      },
      connection,
      {
        facts: new Set(facts),
        history: false,
        versionPatterns: [],
        quotaShare: 0.5,
        deadline: new AbortController().signal,
        ...options,
      },
      sink,
      onProgress,
      world,
    );
    const snapshot = sink.snapshot();
    if (snapshot === null) throw new Error('the sink was not finished');
    return { reading, snapshot, requests: server.requests };
  } finally {
    connection.close();
    await server.close();
  }
}
