import type { Alias, HsmCluster, Key, KeyStore, Subject } from '../model/inventory.ts';
import type { Value } from '../model/value.ts';

// Lines that a person may copy into a shell or a configuration. Text of an input stands in them only where it
// is plain and not sensitive; else a variable or an AWS documentation placeholder takes its place.

/** A policy for a key, as JSON and as HCL. */
interface PolicyLines {
  readonly json: readonly string[] | null;
  readonly hcl: readonly string[] | null;
}

/** Gives the successor a policy that covers its predecessor's; else the same one, for a person to go over. */
export function copyPolicy(
  predecessor: Key,
  successor: Key,
  isGone: boolean,
  covering: PolicyLines | null = null,
): readonly string[] {
  const { json = null, hcl = null } = covering ?? {};
  if (json === null && hcl === null) return copyWhole(predecessor, successor, isGone);
  const name = nameIn(successor);
  const isCode = successor.source !== 'live' && hcl !== null;
  const command = [
    "cat > key-policy.json <<'END'",
    ...(json ?? []),
    'END',
    `aws kms put-key-policy --key-id ${idOf(successor, 'NEW_KEY_ID')} --policy-name default${regionOf(successor)} \\`,
    '  --policy file://key-policy.json',
  ];
  return [
    ...(isCode ? [`# in ${name?.address ?? 'the successor'}:`, ...hcl] : []),
    ...(json === null ? [] : command),
  ];
}

function copyWhole(predecessor: Key, successor: Key, isGone: boolean): readonly string[] {
  const [old, next] = [nameIn(predecessor), nameIn(successor)];
  const hcl = [
    `# in ${next?.address ?? 'the successor'}:`,
    `policy = ${old?.local ?? 'aws_kms_key.predecessor'}.policy`,
  ];
  const isBeside = old !== null && next !== null && old.module === next.module;
  return [
    ...(isBeside && !isGone ? hcl : []),
    `aws kms get-key-policy --key-id ${idOf(predecessor, 'OLD_KEY_ID')} --policy-name default${regionOf(predecessor)} \\`,
    '  --query Policy --output text > key-policy.json',
    `aws kms put-key-policy --key-id ${idOf(successor, 'NEW_KEY_ID')} --policy-name default${regionOf(successor)} \\`,
    '  --policy file://key-policy.json',
  ];
}

/** Gives the old key an alias that stays on it: the record of the rotation. */
export function versionAlias(key: Key, stem: string | null): readonly string[] {
  const name = plainAlias(stem)?.replace(/[-_/]current$/, '') ?? 'alias/ExampleAlias';
  const local = nameIn(key)?.local ?? 'aws_kms_key.predecessor';
  return [
    'resource "aws_kms_alias" "predecessor" {',
    `  name          = "${name}-20260131" # the day of the rotation`,
    `  target_key_id = ${local}.key_id`,
    '}',
    `aws kms create-alias --alias-name ${name}-20260131${regionOf(key)} \\`,
    `  --target-key-id ${idOf(key, 'OLD_KEY_ID')}`,
  ];
}

/** Gives a key the alias that callers use and that a rotation moves. */
export function movingAlias(key: Key): readonly string[] {
  const local = nameIn(key)?.local ?? 'aws_kms_key.example';
  return [
    'resource "aws_kms_alias" "current" {',
    '  name          = "alias/ExampleAlias-current"',
    `  target_key_id = ${local}.key_id`,
    '}',
    `aws kms create-alias --alias-name alias/ExampleAlias-current${regionOf(key)} \\`,
    `  --target-key-id ${idOf(key, 'KEY_ID')}`,
  ];
}

/** Brings a disabled predecessor back into use. */
export function enableKey(key: Key): readonly string[] {
  const argument = key.subject.includes('aws_kms_key.') ? 'is_enabled' : 'enabled';
  return [
    ...(key.source === 'live'
      ? []
      : [`# in ${nameIn(key)?.address ?? 'the predecessor'}:`, `${argument} = true`]),
    `aws kms enable-key --key-id ${idOf(key, 'OLD_KEY_ID')}${regionOf(key)}`,
  ];
}

/** Takes a key back out of its waiting period; it comes back disabled. */
export function keepKey(key: Key): readonly string[] {
  const name = nameIn(key);
  const id = idOf(key, 'OLD_KEY_ID');
  const removed = [
    '# keep its resource block, or let Terraform forget the key without deleting it:',
    'removed {',
    `  from = ${name?.block ?? 'aws_kms_key.predecessor'}`,
    '  lifecycle {',
    '    destroy = false',
    '  }',
    '}',
  ];
  return [
    ...(key.source === 'live' ? [] : removed),
    '# where it is scheduled for deletion already:',
    `aws kms cancel-key-deletion --key-id ${id}${regionOf(key)}`,
    `aws kms enable-key --key-id ${id}${regionOf(key)}`,
  ];
}

/** An alias that UpdateAlias cannot move is deleted and made again. */
export function remakeAlias(alias: Alias, target: Key | null): readonly string[] {
  const name = plainAlias(
    alias.name.known && alias.name.sensitive !== true ? alias.name.value : null,
  );
  const shown = name ?? 'alias/ExampleAlias';
  const id = target === null ? '"$NEW_KEY_ID"' : idOf(target, 'NEW_KEY_ID');
  return [
    `aws kms delete-alias --alias-name ${shown}`,
    `aws kms create-alias --alias-name ${shown} --target-key-id ${id}`,
  ];
}

/** Rotates a symmetric key now; AWS KMS lets a key have 25 such rotations. */
export function rotateOnDemand(key: Key): readonly string[] {
  return [`aws kms rotate-key-on-demand --key-id ${idOf(key, 'KEY_ID')}${regionOf(key)}`];
}

/** Imports the same key material again, which expires at another day, or never. */
export function importAgain(key: Key): readonly string[] {
  const id = idOf(key, 'KEY_ID');
  return [
    '# with the same key material as before, wrapped under a new public key:',
    `aws kms get-parameters-for-import --key-id ${id}${regionOf(key)} \\`,
    '  --wrapping-algorithm RSAES_OAEP_SHA_256 --wrapping-key-spec RSA_4096',
    `aws kms import-key-material --key-id ${id}${regionOf(key)} \\`,
    '  --encrypted-key-material fileb://EncryptedKeyMaterial.bin --import-token fileb://ImportToken.bin \\',
    '  --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE',
  ];
}

/** Connects a key store again; one whose connection failed is disconnected first. */
export function reconnect(store: KeyStore): readonly string[] {
  const id = `${plain(store.keyStoreId, /^cks-[0-9a-f]+$/) ?? '"$KEY_STORE_ID"'}${regionOf(store)}`;
  const hasFailed = store.connectionState.known && store.connectionState.value === 'FAILED';
  return [
    ...(hasFailed ? [`aws kms disconnect-custom-key-store --custom-key-store-id ${id}`] : []),
    `aws kms connect-custom-key-store --custom-key-store-id ${id}`,
  ];
}

/** Looks at the HSMs of a cluster. */
export function describeCluster(cluster: HsmCluster): readonly string[] {
  const id = plain(cluster.clusterId, /^cluster-[0-9a-z]+$/) ?? '"$CLUSTER_ID"';
  return [`aws cloudhsmv2 describe-clusters --filters clusterIds=${id}${regionOf(cluster)}`];
}

/** Lets an alias point at a key that can be used. */
export function moveAlias(alias: Alias): readonly string[] {
  const name = alias.name.known && alias.name.sensitive !== true ? alias.name.value : null;
  return [
    `aws kms update-alias --alias-name ${plainAlias(name) ?? 'alias/ExampleAlias'}${regionOf(alias)} \\`,
    '  --target-key-id "$NEW_KEY_ID"',
  ];
}

/** Gives a key tags of these names; what their values are is for a person to look up. */
export function copyTags(successor: Key, names: readonly string[]): readonly string[] {
  const printable = names.filter((name) => /^[\w:./=+@-]+$/.test(name));
  const tags = printable.map((name) => `TagKey=${name},TagValue="$VALUE"`).join(' ');
  return [
    '# with the values that the predecessor has:',
    `aws kms tag-resource --key-id ${idOf(successor, 'NEW_KEY_ID')}${regionOf(successor)} \\`,
    `  --tags ${tags === '' ? 'TagKey=ExampleTag,TagValue="$VALUE"' : tags}`,
  ];
}

/** Writes another description; whatever was a credential there is one no more. */
export function clearDescription(key: Key): readonly string[] {
  return [
    '# first make the credential worthless where it is used, for CloudTrail keeps what was written; then:',
    `aws kms update-key-description --key-id ${idOf(key, 'KEY_ID')}${regionOf(key)} --description "ExampleDescription"`,
  ];
}

/** Lets AWS check a policy text. */
export function validatePolicy(): readonly string[] {
  return [
    'aws accessanalyzer validate-policy --policy-type RESOURCE_POLICY \\',
    '  --policy-document file://key-policy.json',
  ];
}

interface Name {
  readonly address: string;
  readonly module: string;
  readonly local: string;
  /** Without instance keys: a `removed` block takes none. */
  readonly block: string;
}

/** The address of a key, where it is one that can stand in a configuration as it is. */
export function nameIn({ subject, source }: Key): Name | null {
  const match =
    /^((?:module\.[\w-]+(?:\[(?:\d+|"[\w-]+")\])?\.)*)(aws_kms_[a-z_]+\.[\w-]+(?:\[(?:\d+|"[\w-]+")\])?)$/.exec(
      subject,
    );
  if (source === 'live' || match === null) return null;
  const [address = '', module = '', local = ''] = match;
  return { address, module, local, block: address.replaceAll(/\[[^\]]*\]/g, '') };
}

export function idOf({ keyId }: Key, variable: string): string {
  return plain(keyId, /^[\w-]+$/) ?? `"$${variable}"`;
}

export function regionOf({ region }: Subject): string {
  const name = plain(region, /^[a-z0-9-]+$/);
  return name === null ? '' : ` --region ${name}`;
}

function plainAlias(name: string | null): string | null {
  return name !== null && /^alias\/[\w/-]+$/.test(name) ? name : null;
}

export function plain(value: Value<string>, pattern: RegExp): string | null {
  if (!value.known || value.sensitive === true) return null;
  return pattern.test(value.value) ? value.value : null;
}
