import { describe, expect, it } from 'vitest';
import { accounts, snapshotOf } from '../support/build/organisation.ts';
import { keyId, notRotating, ok } from '../support/build/snapshot-builder.ts';
import { buildPlan, constant, refers } from '../support/build/plan-builder.ts';
import { ownersIn } from '../../src/lint/owner/owners.ts';
import { sampleInventory, sampleKey, told, untold } from '../support/build/sample.ts';
import { judged } from '../support/cli/run-main.ts';
import { newAlias, newKey } from '../support/judge/judge-plan.ts';

interface Told {
  readonly ruleId: string;
  readonly subject: string;
  readonly aliases: readonly string[];
  readonly description: string | null;
  readonly ownerTags: Readonly<Record<string, string>>;
  readonly accountName: string | null;
}

async function findingsOf(files: Readonly<Record<string, string>>, more: readonly string[] = []) {
  const { out, err } = await judged(files, ['.', '-f', 'json', ...more]);
  if (out === '') throw new Error(err);
  const { findings }: { findings: readonly Told[] } = JSON.parse(out);
  return findings;
}

async function ownerOf(
  files: Readonly<Record<string, string>>,
  ruleId: string = 'rotation-disabled',
) {
  const found = (await findingsOf(files)).find((finding) => finding.ruleId === ruleId);
  if (found === undefined) throw new Error(`no finding of ${ruleId}`);
  const { aliases, description, ownerTags, accountName } = found;
  return { aliases, description, ownerTags, accountName };
}

const hcl = (body: string, provider = '') => `
provider "aws" {
  region = "eu-west-1"
  ${provider}
}
resource "aws_kms_key" "k" {
  enable_key_rotation = false
  ${body}
}
resource "aws_kms_alias" "a" {
  name          = "alias/app-current"
  target_key_id = aws_kms_key.k.key_id
}
`;

const tags = { Owner: 'payments', team: 'core', Stage: 'prod' };

describe('whose a key is', () => {
  it('is told of a configuration, the default tags of its provider too', async () => {
    const body = 'description = "Orders"\n tags = { Owner = "payments", Stage = "prod" }';
    const text = hcl(body, 'default_tags {\n tags = { team = "core" }\n }');
    expect(await ownerOf({ 'main.tf': text })).toEqual({
      aliases: ['alias/app-current'],
      description: 'Orders',
      ownerTags: { Owner: 'payments', team: 'core' },
      accountName: null,
    });
  });

  it('is told of a plan', async () => {
    const resource = newKey('k', {
      after: { enable_key_rotation: false, description: 'Orders', tags_all: tags },
      expressions: { enable_key_rotation: constant(false), description: constant('Orders') },
    });
    const alias = newAlias('app-current', refers('aws_kms_key.k.key_id', 'aws_kms_key.k'));
    const plan = JSON.stringify(buildPlan({ resources: [resource, alias] }));
    expect(await ownerOf({ 'plan.json': plan })).toEqual({
      aliases: ['alias/app-current'],
      description: 'Orders',
      ownerTags: { Owner: 'payments', team: 'core' },
      accountName: null,
    });
  });

  it('is told of a state, and of an account with its name', async () => {
    const arn = `arn:aws:kms:eu-west-1:111122223333:key/${keyId}`;
    const values = { arn, key_id: keyId, id: keyId, enable_key_rotation: false, tags_all: tags };
    const resource = {
      address: 'aws_kms_key.k',
      mode: 'managed',
      type: 'aws_kms_key',
      name: 'k',
      provider_name: 'registry.terraform.io/hashicorp/aws',
      values,
    };
    const state = { format_version: '1.0', values: { root_module: { resources: [resource] } } };
    const own = { ownerTags: { Owner: 'payments', team: 'core' } };
    expect(await ownerOf({ 'state.json': JSON.stringify(state) })).toMatchObject(own);
    const Tags = Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
    const snapshot = snapshotOf(accounts[1], {
      keys: [{ answers: { GetKeyRotationStatus: notRotating, ListResourceTags: ok({ Tags }) } }],
      aliases: { 'app-current': keyId },
      top: { accountName: 'Payments Prod' },
    });
    expect(await ownerOf({ 'a.snapshot.json': snapshot })).toMatchObject({
      ...own,
      aliases: ['alias/app-current'],
      accountName: 'Payments Prod',
    });
  });

  it('of what is about a key is that of the key', async () => {
    const text = hcl('tags = { Owner = "payments" }\n policy = "{"');
    const found = await findingsOf({
      'main.tf': `${text}
resource "aws_kms_alias" "b" {
  name          = "alias/password=hunter2hunter2"
  target_key_id = aws_kms_key.k.key_id
}`,
    });
    const alias = found.find(({ subject }) => subject === 'aws_kms_alias.b');
    expect(alias).toMatchObject({ ruleId: 'confidential-text', ownerTags: { Owner: 'payments' } });
    expect(alias?.aliases).toEqual(['alias/app-current']);
  });

  it('is left out where it is not known, sensitive, or only what a caller may change', async () => {
    const unknown =
      'variable "who" {}\nvariable "secret" {\n sensitive = true\n default = "canary"\n}\n';
    const plain = {
      aliases: ['alias/app-current'],
      ownerTags: {},
      description: null,
      accountName: null,
    };
    expect(await ownerOf({ 'main.tf': `${unknown}${hcl('tags = { Owner = var.who }')}` })).toEqual(
      plain,
    );
    expect(
      await ownerOf({
        'main.tf': `${unknown}${hcl('description = var.secret\n tags = { Owner = var.secret }')}`,
      }),
    ).toEqual(plain);
    const called = await findingsOf({
      'main.tf': 'module "m" {\n source = "./m"\n who = "payments"\n}\n',
      'm/main.tf': `variable "who" {\n default = "nobody"\n}\n${hcl('tags = { Owner = var.who }')}`,
    });
    expect(called.map(({ ownerTags }) => ownerTags)).toContainEqual({ Owner: 'payments' });
    expect(JSON.stringify(called)).not.toContain('nobody');
    const tagged = { ...told({ Owner: 'nobody' }), assumed: untold('var.who') };
    const inventory = sampleInventory({ keys: [sampleKey({ tags: tagged, allTags: tagged })] });
    const [key = sampleKey()] = inventory.keys;
    expect(ownersIn([inventory], ['Owner'])(key)?.tags).toEqual({});
  });

  it('is left out where it looks like a credential', async () => {
    const secret = 'Pa55w0rd=!correcthorse';
    const token = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    const body = `description = "password=${secret}"\n tags = { Owner = "${token}", Team = "core" }`;
    const text = hcl(body);
    expect(await ownerOf({ 'main.tf': text })).toMatchObject({
      description: null,
      ownerTags: { Team: 'core' },
    });
    for (const format of ['text', 'csv', 'markdown', 'html', 'keys', 'sarif', 'asff', 'github']) {
      const { out } = await judged({ 'main.tf': text }, ['.', '-f', format, '--verbose', '--all']);
      expect(out.replaceAll(/^\s*\d* \|.*$/gm, '')).not.toContain(token);
    }
  });

  it('is told by the tags that the configuration names, in their order and whatever their case', async () => {
    const body = 'tags = { owner = "a", Owner = "b", CostCenter = "42", Team = "core" }';
    const files = { 'main.tf': hcl(body) };
    const config = (ownerTags: readonly string[]) => ({
      ...files,
      'kmslint.config.json': JSON.stringify({ ownerTags }),
    });
    const entries = async (given: Readonly<Record<string, string>>) =>
      Object.entries((await ownerOf(given)).ownerTags);
    expect(await entries(files)).toEqual([
      ['Owner', 'b'],
      ['owner', 'a'],
      ['Team', 'core'],
    ]);
    expect(await entries(config(['costcenter', 'OWNER']))).toEqual([
      ['CostCenter', '42'],
      ['Owner', 'b'],
      ['owner', 'a'],
    ]);
    expect(await entries(config([]))).toEqual([]);
  });

  it('is cut where it is long, and never in the middle of a character', async () => {
    const long = `${'x'.repeat(254)}🔑🔑`;
    const { ownerTags } = await ownerOf({ 'main.tf': hcl(`tags = { Owner = "${long}" }`) });
    expect(ownerTags['Owner']).toBe(`${'x'.repeat(254)}…`);
  });
});
