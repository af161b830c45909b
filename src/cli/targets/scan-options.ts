const flag = (describe: string) => ({ describe, type: 'boolean', default: false }) as const;

const names = (describe: string, initially: string) =>
  ({
    describe,
    type: 'string',
    array: true,
    nargs: 1,
    default: [],
    defaultDescription: initially,
  }) as const;

const text = (describe: string) => ({ describe, type: 'string', requiresArg: true }) as const;

/** What decides which permissions a scan needs: options of `scan`, `snapshot` and `iam-policy`. */
export const permissionOptions = {
  'all-regions': flag('every Region that the account has enabled'),
  'assume-role': names(
    'ARN of a role to read its account with, {account} in it for the ids that --org or --account give; several times',
    "the caller's own account",
  ),
  org: flag('every active account of the organisation'),
  ou: names('with --org: accounts below this organisational unit; several times', 'all'),
  history: flag('read the rotations of every key too: slow by quota'),
  grants: flag('read the grants of keys that replace one another too: slow by quota'),
} as const;

/** Which accounts and Regions are read, and how: options of `scan` and `snapshot`. */
export const targetOptions = {
  region: names('Region to read; several times, or with commas', 'the configured one'),
  ...permissionOptions,
  profile: text('profile of the AWS configuration files'),
  'mfa-code': text("code of the MFA device that the profile's role wants; asked for on a terminal"),
  'external-id': text('external id for --assume-role'),
  'session-name': { ...text('session name for --assume-role'), default: 'kmslint' },
  account: names('account for --assume-role, or with --org these alone; several times', 'all'),
  'exclude-account': names('leave this account out; several times', 'none'),
  shard: text(
    'part I/N of the accounts, from 1/N; AWS Batch, Kubernetes and GitLab jobs know theirs',
  ),
  'snapshot-dir': text('directory for the snapshots, filed by account, Region and date'),
  resume: text(
    'go on with the newest scan in this directory: what it has finished is not read again',
  ),
  gzip: { ...flag('write the snapshots that are kept without compressing them'), default: true },
  'quota-share': {
    describe: 'share of the published request quotas to use, up to 1',
    type: 'number',
    requiresArg: true,
    default: 0.5,
  },
  threads: {
    describe: 'threads that work on accounts and Regions side by side',
    type: 'number',
    requiresArg: true,
    defaultDescription: 'as many as there are cores',
  },
  deadline: text('stop after this time, such as 30m, and keep what was read'),
  'endpoint-url': text('address to send every request to, for emulators'),
} as const;

/** What the command line says of them. */
export interface ScanArguments {
  readonly region: readonly string[];
  readonly allRegions: boolean;
  readonly assumeRole: readonly string[];
  readonly org: boolean;
  readonly ou: readonly string[];
  readonly history: boolean;
  readonly grants: boolean;
  readonly profile?: string | undefined;
  readonly mfaCode?: string | undefined;
  readonly externalId?: string | undefined;
  readonly sessionName: string;
  readonly account: readonly string[];
  readonly excludeAccount: readonly string[];
  readonly shard?: string | undefined;
  readonly snapshotDir?: string | undefined;
  readonly resume?: string | undefined;
  readonly gzip: boolean;
  readonly quotaShare: number;
  readonly threads?: number | undefined;
  readonly deadline?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly quiet: boolean;
}
