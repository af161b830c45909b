/** What help pages tell of an option beside what the parser knows: a heading, and what stands for its value. */
interface OptionHelp {
  readonly group: string;
  /** What stands for the value; none for a switch. */
  readonly value?: string;
  /** What `--no-…` does, where the option takes a value. */
  readonly without?: string;
}

const ofAccounts = ['Accounts and Regions', 'Reading accounts'] as const;

/** The headings, in their order. */
export const groups = [
  ...ofAccounts,
  'Inputs',
  'What counts',
  'Reports',
  'Changes',
  'Policies',
  'Rotation',
  'Files',
] as const;

/** The headings in the order of a command's page: what takes inputs tells of accounts last, as few give it snapshots. */
export function groupsOf(command: string): readonly string[] {
  if (command !== '') return groups;
  const isLast = (name: string): boolean => ofAccounts.some((one) => one === name);
  return [...groups.filter((name) => !isLast(name)), ...ofAccounts];
}

const accounts = (value?: string): OptionHelp => group('Accounts and Regions', value);
const reading = (value?: string): OptionHelp => group('Reading accounts', value);
const inputs = (value?: string): OptionHelp => group('Inputs', value);
const counts = (value?: string): OptionHelp => group('What counts', value);
const reports = (value?: string): OptionHelp => group('Reports', value);

function group(name: string, value: string | undefined): OptionHelp {
  return value === undefined ? { group: name } : { group: name, value };
}

/** Every option of every command: an option has one meaning, whatever the command. */
export const optionHelp: Readonly<Record<string, OptionHelp>> = {
  region: accounts('REGION'),
  'all-regions': accounts(),
  profile: accounts('NAME'),
  'mfa-code': accounts('CODE'),
  'assume-role': accounts('ARN'),
  'external-id': accounts('ID'),
  'session-name': accounts('NAME'),
  org: accounts(),
  ou: accounts('ID'),
  account: accounts('ID'),
  'exclude-account': accounts('ID'),
  shard: accounts('I/N'),
  'endpoint-url': accounts('URL'),
  history: reading(),
  grants: reading(),
  'snapshot-dir': reading('DIR'),
  resume: reading('DIR'),
  gzip: reading(),
  'quota-share': reading('SHARE'),
  threads: reading('COUNT'),
  deadline: reading('TIME'),
  var: inputs('NAME=VALUE'),
  'var-file': inputs('FILE'),
  workspace: inputs('NAME'),
  source: inputs('DIR'),
  previous: inputs('PATH'),
  unmanaged: inputs(),
  config: { ...counts('FILE'), without: 'read no configuration file' },
  rule: counts('RULE'),
  'skip-rule': counts('RULE'),
  'fail-on': counts('SEVERITY'),
  'fail-on-open': counts(),
  'allow-unfetched': counts(),
  'allow-gaps': counts(),
  baseline: { ...counts('FILE'), without: 'let every finding count, whatever is in the baseline' },
  'update-baseline': counts(),
  'config-suppressions': counts(),
  'inline-suppressions': counts(),
  format: reports('FORMAT'),
  output: reports('FILE'),
  'group-by': reports('WHAT'),
  all: reports(),
  max: reports('COUNT'),
  summary: reports(),
  quiet: reports(),
  verbose: reports(),
  'run-id': reports('NAME'),
  color: reports(),
  fix: group('Changes', undefined),
  diff: group('Changes', undefined),
  'unsafe-fixes': group('Changes', undefined),
  force: group('Changes', undefined),
  'old-key': group('Policies', 'ARN'),
  'new-key': group('Policies', 'ARN'),
  date: group('Rotation', 'YYYYMMDD'),
  ci: group('Files', 'CI'),
  'dry-run': group('Files', undefined),
};
