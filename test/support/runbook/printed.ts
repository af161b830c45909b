import { inScratch } from '../judge/hcl-oracle.ts';
import { kmslint, type Told } from '../cli/run-main.ts';
import {
  buildSnapshot,
  keyId,
  printSnapshot,
  rsa,
  type SnapshotSpec,
} from '../build/snapshot-builder.ts';

export const alias = { 'application-current': keyId };
/** An RSA key with an alias that moves. */
export const one: SnapshotSpec = { keys: [{ metadata: rsa }], aliases: alias };

/** The runbook of a key of a snapshot. */
export function ofSnapshot(spec: SnapshotSpec, argv: readonly string[]): Promise<Told> {
  return inScratch(
    { '.git/HEAD': '', 'snapshot.json': printSnapshot(buildSnapshot(spec)) },
    (directory) => kmslint(directory, ['runbook', ...argv]),
  );
}

/** The runbook of a key of a configuration. */
export function ofFiles(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
): Promise<Told> {
  return inScratch({ '.git/HEAD': '', ...files }, (directory) =>
    kmslint(directory, ['runbook', ...argv]),
  );
}
