// The public face of the AWS reader: one target becomes one snapshot. Load it with `import()`: it brings the AWS SDK's parts.
export type { SnapshotSink } from '../snapshot/sink.ts';
export type { Credentials, Reading, ReadingOptions, ReadingProgress, Target } from '../target.ts';
export { CredentialsError } from './sdk/credentials-error.ts';
export { recordTarget } from './read-target.ts';
export { openSnapshotFile } from '../snapshot/file.ts';
export { quietSdk } from './sdk/quiet.ts';
