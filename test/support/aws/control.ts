// What STS, Organizations and EC2 answer beside the KMS of the fake AWS: who one is, which roles one may assume, which
// accounts and Regions there are.
import type { IncomingHttpHeaders } from 'node:http';
import { textMember } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import type { RawReply } from './server.ts';
import { readAuthorization } from './signature.ts';

export interface Organization {
  /** Account ids and their states. */
  readonly accounts: readonly { readonly Id: string; readonly State: string }[];
  /** Accounts and units by their parent. */
  readonly below: Readonly<
    Record<string, { accounts: readonly string[]; units: readonly string[] }>
  >;
}

export interface ControlOptions {
  readonly caller: string;
  readonly organization?: Organization;
  /** Every Region, and whether it is enabled. */
  readonly regions?: Readonly<Record<string, boolean>>;
  /** Accounts whose role nobody may assume. */
  readonly closed?: readonly string[];
}

export interface Control {
  readonly others: (headers: IncomingHttpHeaders, body: string) => RawReply | null;
  readonly accountOf: (accessKeyId: string) => string;
  /** Every request, as IAM names its action; with the account of a role, or the credentials' own. */
  readonly asked: { readonly action: string; readonly account: string; readonly body: string }[];
}

const xml = 'text/xml';
const accountsPerPage = 3;

export function openControl(options: ControlOptions): Control {
  const { caller } = options;
  const asked: Control['asked'] = [];
  const accountOf = (accessKeyId: string) => /^ASIA(\d{12})$/.exec(accessKeyId)?.[1] ?? caller;
  return {
    asked,
    accountOf,
    others: (headers, body) => {
      const signed = readAuthorization(headers.authorization);
      const account = accountOf(signed?.accessKeyId ?? '');
      const target = String(headers['x-amz-target'] ?? '');
      const [, operation] = /^AWSOrganizationsV20161128\.(\w+)$/.exec(target) ?? [];
      if (operation !== undefined) {
        asked.push({ action: `organizations:${operation}`, account, body });
        return organizations(operation, JSON.parse(body), options);
      }
      if (target !== '') return null;
      const form = new URLSearchParams(body);
      const action = form.get('Action') ?? '';
      const service = action === 'DescribeRegions' ? 'ec2' : 'sts';
      asked.push({ action: `${service}:${action}`, account, body });
      if (action === 'DescribeRegions') return regions(options);
      if (action === 'GetCallerIdentity') return identity(account);
      return action === 'AssumeRole' ? role(form, options) : null;
    },
  };
}

function identity(account: string): RawReply {
  return sts(
    'GetCallerIdentity',
    `<Account>${account}</Account><Arn>arn:aws:iam::${account}:user/ExampleUser</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId>`,
  );
}

function role(form: URLSearchParams, { closed = [] }: ControlOptions): RawReply {
  const [, account = ''] = /^arn:aws:iam::(\d{12}):role\//.exec(form.get('RoleArn') ?? '') ?? [];
  if (closed.includes(account)) {
    const why = `<Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message>`;
    return {
      status: 403,
      type: xml,
      body: `<ErrorResponse><Error><Type>Sender</Type>${why}</Error></ErrorResponse>`,
    };
  }
  const expiration = new Date(Date.now() + 3_600_000).toISOString();
  return sts(
    'AssumeRole',
    `<Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>example</SecretAccessKey><SessionToken>example</SessionToken><Expiration>${expiration}</Expiration></Credentials>`,
  );
}

function sts(action: string, result: string): RawReply {
  const body = `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>${result}</${action}Result></${action}Response>`;
  return { status: 200, type: xml, body };
}

function regions({ regions: all = {} }: ControlOptions): RawReply {
  const items = Object.entries(all).map(([name, enabled]) => {
    const status = enabled ? 'opt-in-not-required' : 'not-opted-in';
    return `<item><regionName>${name}</regionName><regionEndpoint>ec2.${name}.amazonaws.com</regionEndpoint><optInStatus>${status}</optInStatus></item>`;
  });
  const body = `<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId><regionInfo>${items.join('')}</regionInfo></DescribeRegionsResponse>`;
  return { status: 200, type: xml, body };
}

function organizations(operation: string, input: Json, { organization }: ControlOptions): RawReply {
  const { accounts = [], below = {} } = organization ?? {};
  const parent = textMember(input, 'ParentId') ?? '';
  const token = Number(textMember(input, 'NextToken') ?? 0);
  const page = <T>(list: readonly T[]) => ({
    entries: list.slice(token, token + accountsPerPage),
    next: token + accountsPerPage < list.length ? { NextToken: `${token + accountsPerPage}` } : {},
  });
  if (operation === 'ListAccounts') {
    const { entries, next } = page(accounts);
    return json({ Accounts: entries, ...next });
  }
  const inside = below[parent];
  if (inside === undefined) {
    return {
      ...json({ __type: 'ParentNotFoundException', message: 'no such parent' }),
      status: 400,
    };
  }
  if (operation === 'ListAccountsForParent') {
    const { entries, next } = page(accounts.filter(({ Id }) => inside.accounts.includes(Id)));
    return json({ Accounts: entries, ...next });
  }
  const { entries, next } = page(inside.units.map((Id) => ({ Id, Name: Id })));
  return json({ OrganizationalUnits: entries, ...next });
}

function json(value: object): RawReply {
  return { status: 200, type: 'application/x-amz-json-1.1', body: JSON.stringify(value) };
}
