import { UserError } from '../../errors.ts';
import type { Role, Selection } from '../../record/targets/expand.ts';
import { quote } from '../../text/suggest.ts';
import { readShard } from './shard.ts';

/** What the command line says of accounts and Regions. */
export interface SelectionArguments {
  readonly region: readonly string[];
  readonly allRegions: boolean;
  readonly assumeRole: readonly string[];
  readonly externalId?: string | undefined;
  readonly sessionName: string;
  readonly org: boolean;
  readonly ou: readonly string[];
  readonly account: readonly string[];
  readonly excludeAccount: readonly string[];
  readonly shard?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Null Regions: the one that is configured. */
export type ReadSelection = Omit<Selection, 'regions'> & {
  readonly regions: Selection['regions'] | null;
};

/** @throws UserError where options are no such thing, or do not go together */
export function readSelection(args: SelectionArguments, environment: Environment): ReadSelection {
  const roles = args.assumeRole.map(readRole);
  const [units, accounts, excluded] = [
    listOf(args.ou),
    listOf(args.account),
    listOf(args.excludeAccount),
  ];
  for (const account of accounts) demand(/^\d{12}$/, account, '--account', 'twelve digits');
  for (const account of excluded) demand(/^\d{12}$/, account, '--exclude-account', 'twelve digits');
  for (const unit of units) {
    demand(/^(?:r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})$/, unit, '--ou', 'ou-… or r-…');
  }
  checkTogether(args, roles);
  if (args.externalId !== undefined) {
    demand(/^[\w+=,.@:/-]{2,1224}$/, args.externalId, '--external-id', 'an external id');
  }
  demand(
    /^[\w+=,.@-]{2,64}$/,
    args.sessionName,
    '--session-name',
    '2 to 64 of A-Z a-z 0-9 _+=,.@-',
  );
  return {
    regions: readRegions(args),
    roles,
    externalId: args.externalId ?? null,
    sessionName: args.sessionName,
    organization: args.org ? { units } : null,
    accounts,
    excluded,
    shard: readShard(args.shard, environment),
  };
}

function readRegions({ region, allRegions }: SelectionArguments): ReadSelection['regions'] {
  const regions = listOf(region);
  for (const name of regions) {
    demand(
      /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/,
      name,
      '--region',
      'the name of a Region, such as eu-west-1',
    );
  }
  if (!allRegions) return regions.length === 0 ? null : regions;
  if (regions.length === 0) return 'enabled';
  throw new UserError('--region and --all-regions exclude each other; drop one');
}

/** @throws UserError where it is no ARN of a role */
export function readRole(arn: string): Role {
  const [, account] =
    /^arn:aws[a-z-]*:iam::(\d{12}|\{account\}):role\/[\w+=,.@/{}-]+$/.exec(arn) ?? [];
  const isTemplate = account === '{account}';
  if (account !== undefined && !/[{}]/.test(isTemplate ? arn.replaceAll('{account}', '') : arn)) {
    return { arn, account: isTemplate ? null : account };
  }
  throw new UserError(
    `--assume-role wants the ARN of a role, such as arn:aws:iam::{account}:role/audit, not ${quote(arn)}`,
  );
}

function checkTogether(args: SelectionArguments, roles: readonly Role[]): void {
  const templates = roles.filter(({ account }) => account === null).length;
  const source = args.org ? '--org' : '--account';
  const hasAccounts = args.org || args.account.length > 0;
  if (templates > 1) {
    throw new UserError('only one --assume-role can hold {account}; drop the others');
  }
  if (templates === 1 && !hasAccounts) {
    throw new UserError('{account} in --assume-role stands for no account; add --org or --account');
  }
  if (templates === 0 && hasAccounts) {
    throw new UserError(
      `${source} needs a role to read those accounts with; add --assume-role 'arn:aws:iam::{account}:role/NAME'`,
    );
  }
  if (args.ou.length > 0 && !args.org) throw new UserError('--ou needs --org; add it');
  if (args.excludeAccount.length > 0 && !hasAccounts) {
    throw new UserError('--exclude-account needs --org or --account; add one');
  }
  if (roles.length === 0 && args.externalId !== undefined) {
    throw new UserError('--external-id needs --assume-role; add it');
  }
}

function listOf(given: readonly string[]): readonly string[] {
  return [...new Set(given.flatMap((entry) => entry.split(',')).map((entry) => entry.trim()))];
}

function demand(pattern: RegExp, given: string, option: string, what: string): void {
  if (!pattern.test(given)) throw new UserError(`${option} wants ${what}, not ${quote(given)}`);
}
