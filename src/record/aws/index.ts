// The public face of the AWS reader: one target becomes one snapshot. Load it with `import()`: it brings the AWS SDK's parts.
export type { SnapshotSink } from './sink.ts';
export type { Credentials, Reading, ReadingOptions, ReadingProgress, Target } from '../target.ts';
export { CredentialsError } from './credentials.ts';
export { recordTarget } from './record.ts';
export { openSnapshotFile } from './snapshot-file.ts';
export { quietSdk } from './quiet-sdk.ts';
