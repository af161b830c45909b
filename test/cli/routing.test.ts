import { expect, test } from 'vitest';
import { buildSnapshot, ok, printSnapshot } from '../support/build/snapshot-builder.ts';
import { judged } from '../support/cli/run-main.ts';
import { readCsv, workflowCommands } from '../support/report/report-readers.ts';

// A reviewer of a monorepo sends each finding to whom it belongs: its root module, the line to change, and the owner of the
// key. Each of these formats tells it alone.

const files = {
  'modules/kms/main.tf': `
variable "rotate" {}
variable "owner" {}
resource "aws_kms_key" "this" {
  enable_key_rotation = var.rotate
  tags = {
    Owner = var.owner
  }
}`,
  'modules/data/main.tf': `
variable "rotation" {}
variable "names" {}
module "kms" {
  source   = "../kms"
  for_each = var.names
  owner    = each.key
  rotate   = var.rotation
}
module "archive" {
  source = "../kms"
  owner  = "archive"
  rotate = false
}`,
  'roots/payments/main.tf': `
provider "aws" {
  region = "eu-west-1"
}
module "data" {
  source   = "../../modules/data"
  names    = toset(["orders", "people"])
  rotation = false
}
module "cards" {
  source = "../../modules/kms"
  owner  = "cards"
  rotate = false
}`,
  'roots/web/main.tf': `
provider "aws" {
  region = "eu-west-1"
}
${['cdn', 'forms', 'search']
  .map(
    (owner) => `module "${owner}" {
  source = "../../modules/kms"
  owner  = "${owner}"
  rotate = false
}
`,
  )
  .join('')}`,
  'accounts/live.json': printSnapshot(
    buildSnapshot({
      keys: ['ledger', 'mail', 'audit'].map((owner, i) => ({
        id: idOf(i),
        answers: { ListResourceTags: ok({ Tags: [{ TagKey: 'Owner', TagValue: owner }] }) },
      })),
    }),
  ),
};

function idOf(i: number): string {
  return `1234abcd-12ab-34cd-56ef-12345678900${i}`;
}

/** Where a finding goes: its owner, its root module (an account and Region), and the line to change. */
type Route = readonly [owner: string, root: string, line: string];

const routes: readonly Route[] = [
  ['archive', 'roots/payments', 'modules/data/main.tf:13'],
  ['audit', '111122223333 eu-west-1', ''],
  ['cards', 'roots/payments', 'roots/payments/main.tf:13'],
  ['cdn', 'roots/web', 'roots/web/main.tf:8'],
  ['forms', 'roots/web', 'roots/web/main.tf:13'],
  ['ledger', '111122223333 eu-west-1', ''],
  ['mail', '111122223333 eu-west-1', ''],
  ['orders', 'roots/payments', 'roots/payments/main.tf:8'],
  ['people', 'roots/payments', 'roots/payments/main.tf:8'],
  ['search', 'roots/web', 'roots/web/main.tf:18'],
];

async function report(format: string): Promise<string> {
  const argv = ['.', '--no-config', '--rule', 'rotation-disabled', '-f', format];
  const { code, out, err } = await judged(files, argv);
  expect([code, err]).toEqual([1, '']);
  return out;
}

/** The account and Region of an ARN. */
function placeIn(text: string): string {
  const [, region = '', account = ''] = /arn:aws:kms:([^:]+):([^:]+):/.exec(text) ?? [];
  return `${account} ${region}`;
}

const ownerIn = (text: string): string => /\bOwner=([a-z]+)/.exec(text)?.[1] ?? '';
const rootIn = (text: string): string => /root module ([^,\s]+)/.exec(text)?.[1] ?? placeIn(text);
const sorted = (found: readonly Route[]) => found.toSorted(([a], [b]) => (a < b ? -1 : 1));

test('csv', async () => {
  const [head = [], ...lines] = readCsv(await report('csv'));
  const found = lines.map((cells): Route => {
    const row = Object.fromEntries(head.map((name, i) => [name, cells[i] ?? '']));
    const { owner = '', rootModule = '', account, region, decidedPath, decidedLine } = row;
    const isLive = rootModule === '';
    const root = isLive ? `${account} ${region}` : rootModule;
    return [ownerIn(owner), root, isLive ? '' : `${decidedPath}:${decidedLine}`];
  });
  expect(sorted(found)).toEqual(routes);
});

test('github', async () => {
  const commands = workflowCommands(await report('github')).filter(
    ({ command }) => command === 'error',
  );
  const found = commands.map(({ properties, message }): Route => {
    const { file, line } = properties;
    return [ownerIn(message), rootIn(message), file === undefined ? '' : `${file}:${line}`];
  });
  expect(sorted(found)).toEqual(routes);
});

interface SarifPlace {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number };
  };
  readonly message?: { readonly text: string };
}

interface SarifResult {
  readonly message: { readonly text: string };
  readonly relatedLocations?: readonly SarifPlace[];
  readonly properties: {
    readonly rootModule?: string;
    readonly ownerTags: { readonly Owner: string };
  };
}

test('sarif', async () => {
  const { runs } = JSON.parse(await report('sarif'));
  const results: readonly SarifResult[] = runs[0].results;
  const found = results.map(({ message, relatedLocations = [], properties }): Route => {
    const { rootModule = placeIn(message.text), ownerTags } = properties;
    const [call] = relatedLocations;
    const { artifactLocation, region } = call?.physicalLocation ?? {};
    const line = call === undefined ? '' : `${artifactLocation?.uri}:${region?.startLine}`;
    expect(call?.message?.text ?? 'passed by').toContain('passed by');
    // Code scanning shows a related place where the message links to it.
    expect(message.text.includes(`[${line}:3](1)`)).toBe(call !== undefined);
    return [ownerTags.Owner, rootModule, line];
  });
  expect(sorted(found)).toEqual(routes);
});

test('text', async () => {
  const found: Route[] = [];
  let [subject, origin] = ['', ''];
  for (const line of (await report('text')).split('\n')) {
    if (/passed by/.test(line)) origin = line;
    if (/(?:aws_kms_key\.this|:key\/\S+)$/.test(line)) subject = line;
    const owner = ownerIn(line);
    if (owner === '') continue;
    const isLive = subject.includes('arn:');
    const decided = /passed by \S+ at (\S+):3/.exec(origin)?.[1] ?? '';
    found.push([owner, rootIn(isLive ? subject : origin), isLive ? '' : decided]);
  }
  expect(sorted(found)).toEqual(routes);
});

test('one fault of a shared module is one block of text', async () => {
  const text = await report('text');
  expect(text.match(/enable_key_rotation = var\.rotate/g)).toHaveLength(1);
  expect(text).toContain('in 7 places:');
  expect(text).toMatch(/\n10 findings \(10 high\)/);
});
