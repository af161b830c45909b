import { isImported, supportsAutomaticRotation } from '../../model/keys/eligibility.ts';
import type { Key } from '../../model/inventory.ts';
import type { Value } from '../../model/value.ts';
import { hclString } from '../../text/hcl-string.ts';
import { aliasName, type Replaced } from '../replaced.ts';
import { say, type Sentence } from '../sentence.ts';
import { descriptionOf, policyFor, tagsFor } from '../steps/carried.ts';
import { keyWord, plain, regionOf } from '../steps/words.ts';
import { aliasBlocks } from './alias-facts.ts';
import {
  imports,
  preventDestroy,
  resource,
  startsWell,
  tagsOf,
  variable,
  type Line,
} from '../../rule/remedy/blocks.ts';
import { add, type Code, type CodeChange } from './change.ts';
import { argumentsOf, nameIn, type Name } from '../../rule/remedy/names.ts';
import { freshLabel, type Pairing } from './names.ts';
import { settings } from './settings.ts';

/** The same from the facts, where no block in the native syntax is at hand: of a plan, of JSON, of an account. */
export function codeFromFacts(replaced: Replaced): Code {
  const { key, day, states } = replaced;
  const name = nameIn(key.subject);
  const nothing: Code = { successor: [], grants: [], record: [], move: [], notes: [], untold: [] };
  if (key.source !== 'live' && (name === null || name.index !== ''))
    return {
      ...nothing,
      untold: [
        say`${key.subject} is one of several instances of a block, or its address cannot stand in a configuration: judge the configuration itself, so that the block is at hand.`,
      ],
    };
  const type = name?.type ?? liveType(replaced);
  const old = name?.label ?? liveLabel(replaced);
  const label = freshLabel(old, key, day, states.present);
  const own: Pairing = { type, old, label, isLive: key.source === 'live' };
  const made = keyBlock(replaced, own, label, true);
  const aliases = aliasBlocks(replaced, own);
  return {
    successor: [...note(name), ...made.changes],
    grants: [],
    record: [...keep(replaced, own), ...aliases.record],
    move: aliases.move,
    notes: [own.isLive ? ofAccount : ofPlan],
    untold: [...made.untold, ...aliases.untold],
  };
}

const ofAccount = say`No configuration is at hand: the blocks with ${'import'} are for a key that no configuration has yet.`;
const ofPlan = say`The blocks are made of what the key is: a provider or Region of its own has to be added to them.`;

function note(name: Name | null): readonly CodeChange[] {
  if (name === null || name.module === '') return [];
  return [add([`# in ${name.module.slice(0, -1)}`])];
}

interface Made {
  readonly changes: readonly CodeChange[];
  readonly untold: readonly Sentence[];
}

/** A key block of what is known; a variable without a default stands for what is not. */
function keyBlock(replaced: Replaced, { type }: Pairing, label: string, isNew: boolean): Made {
  const { key } = replaced;
  const names = argumentsOf(type);
  const lines: Line[] = [];
  const variables: (readonly string[])[] = [];
  const untold: Sentence[] = [];
  const ask = (argument: string, what: string, isSecret = false): void => {
    const asked = `${label.replaceAll('-', '_')}_${argument}`;
    lines.push([argument, `var.${asked}`]);
    variables.push(variable(asked, what, isSecret));
  };
  const fact = (argument: string | null, value: Value<string>, usual: string): void => {
    if (argument === null) return;
    const text = plain(value, /^[A-Z0-9_]+$/);
    if (text === usual) return;
    if (text !== null) lines.push([argument, hclString(text)]);
    else {
      ask(argument, `${argument} of the old key`);
      untold.push(say`The input does not tell ${argument} of the old key.`);
    }
  };
  const [description, tags] = [descriptionOf(key), tagsFor(key.tags)];
  if (description === undefined) {
    ask('description', 'Description of the old key');
    untold.push(say`The input does not tell the description of the old key.`);
  } else if (description !== null) lines.push(['description', hclString(description)]);
  if (type.includes('replica')) ask('primary_key_arn', 'ARN of the successor of the primary');
  fact(names.spec, key.keySpec, 'SYMMETRIC_DEFAULT');
  if (names.spec !== null) fact('key_usage', key.keyUsage, 'ENCRYPT_DECRYPT');
  if (type === 'awscc_kms_key') fact('origin', key.origin, 'AWS_KMS');
  if (key.inCustomKeyStore.known && key.inCustomKeyStore.value) {
    const id = key.keyStoreId ?? '';
    if (/^[\w-]+$/.test(id)) lines.push(['custom_key_store_id', hclString(id)]);
    else {
      ask('custom_key_store_id', 'Id of the key store of the old key');
      untold.push(say`The input does not tell the key store of the old key.`);
    }
    if (key.origin.known && key.origin.value === 'EXTERNAL_KEY_STORE')
      ask('xks_key_id', 'Id of a new key in the external key manager');
  }
  if (key.multiRegionKeyType.known && key.multiRegionKeyType.value === 'PRIMARY')
    lines.push(['multi_region', 'true']);
  if (supportsAutomaticRotation(key).is === true && names.rotation !== null)
    lines.push([names.rotation, 'true'], ...periodOf(key));
  if (isNew && isImported(key).is === true && type.startsWith('aws_kms'))
    ask('key_material_base64', 'New key material in base64', true);
  policyLine(replaced, names.policy, lines, ask, untold);
  if (tags === undefined) untold.push(say`The input does not tell the tags of the old key.`);
  else if (tags.length > 0) lines.push(['tags', tagsOf(tags, type.startsWith('awscc_'))]);
  return {
    changes: [
      add(resource(type, label, lines, isNew ? [] : preventDestroy)),
      ...variables.map(add),
    ],
    untold,
  };
}

/** A period that is not the one that KMS takes by itself. */
function periodOf({ rotation: { periodInDays } }: Key): readonly Line[] {
  const days = periodInDays.known ? periodInDays.value : 365;
  const isSet = days !== 365 && days >= 90 && days <= 2560;
  return isSet ? [['rotation_period_in_days', String(days)]] : [];
}

function policyLine(
  replaced: Replaced,
  argument: string,
  lines: Line[],
  ask: (argument: string, what: string) => void,
  untold: Sentence[],
): void {
  const policy = policyFor(replaced);
  if (policy === 'default') return;
  const hcl = policy === 'untold' || policy.policy === null ? null : policy.policy.hcl;
  if (hcl !== null) {
    lines.push([argument, hcl.join('\n').replace(/^policy = /, '')]);
    return;
  }
  ask(argument, 'Policy of the old key as JSON, with * in place of its own ARN');
  untold.push(say`The input does not tell the policy of the old key, or not all of it.`);
}

/** The old key, kept from every plan that would take it away; of an account, brought under Terraform first. */
function keep(replaced: Replaced, own: Pairing): readonly CodeChange[] {
  const { type, old, isLive } = own;
  const { key } = replaced;
  if (!isLive) {
    const lines = settings(key, argumentsOf(type));
    return [
      { kind: 'change', place: key.subject, lines: resource(type, old, lines, preventDestroy) },
    ];
  }
  const id = plain(key.keyId, /^[\w-]+$/) ?? '';
  return [
    add(imports(`${type}.${old}`, id, regionOf(key))),
    ...keyBlock(replaced, own, old, false).changes,
  ];
}

/** The resource type that makes a key like one of an account. */
function liveType({ key }: Replaced): string {
  const isReplica = key.multiRegionKeyType.known && key.multiRegionKeyType.value === 'REPLICA';
  const kind = isImported(key).is === true ? 'external_key' : 'key';
  return `aws_kms_${isReplica ? 'replica_' : ''}${kind}`;
}

/** By its first alias, else by its id. */
function liveLabel({ key, moving }: Replaced): string {
  const [alias] = moving.flatMap((one) => aliasName(one) ?? []);
  const name = alias?.replace(/^alias\//, '').replace(/[-_/]current$/, '');
  const word = keyWord(key);
  const id = typeof word === 'string' ? (word.split('/').at(-1) ?? '') : 'key';
  return startsWell((name ?? `key_${id}`).replaceAll(/[^\w-]/g, '_'));
}
