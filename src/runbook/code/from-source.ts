import type { Key } from '../../model/inventory.ts';
import type { Written, WrittenBlock } from './written.ts';
import { aimsAtKey } from '../../model/targets.ts';
import type { Replaced } from '../replaced.ts';
import { isTellable, policyFor } from '../steps/carried.ts';
import { aliasCode } from './aliases.ts';
import { block as printBlock, preventDestroy, variable } from '../../rule/remedy/blocks.ts';
import { callsOf } from './calls.ts';
import type { Code, CodeChange } from './change.ts';
import { copyBlock, mentions } from './copy.ts';
import { argumentsOf, nameIn, type Arguments } from '../../rule/remedy/names.ts';
import { freshLabel } from './names.ts';
import type { Pair } from './pair.ts';
import { rotationWanted, settings } from './settings.ts';

/** What a configuration says, with the successor beside the old key: copied from its own blocks. */
export function codeFromSource(replaced: Replaced, block: WrittenBlock, written: Written): Code {
  const pair = pairOf(replaced.key, block, replaced);
  const names = argumentsOf(block.labels[0] ?? '');
  const aliases = aliasCode(replaced, pair, written);
  const attached = attachments(replaced, pair, written);
  return {
    successor: [...callsOf(replaced, written), ...successor(replaced, pair, names), ...attached],
    grants: grants(replaced, pair, written),
    record: [...protection(replaced, pair, names), ...aliases.record],
    move: aliases.move,
    notes: aliases.notes,
    untold: aliases.untold,
  };
}

function pairOf(key: Key, block: WrittenBlock, { day, states }: Replaced): Pair {
  const [type = '', name = ''] = block.labels;
  const label = freshLabel(name, key, day, states.present);
  return { key, block, label, rename: [`${type}.${name}`, `${type}.${label}`] };
}

function successor(replaced: Replaced, pair: Pair, names: Arguments): readonly CodeChange[] {
  const { block, label } = pair;
  const replace = new Map<string, string>();
  const variables: (readonly string[])[] = [];
  const ask = (argument: string, description: string, isSecret: boolean): void => {
    const name = `${label.replaceAll('-', '_')}_${argument}`;
    replace.set(argument, `var.${name}`);
    variables.push(variable(name, description, isSecret));
  };
  if (block.arguments.has('xks_key_id'))
    ask('xks_key_id', 'Id of a new key in the external key manager', false);
  if (block.arguments.has('key_material_base64'))
    ask('key_material_base64', 'New key material in base64, never that of the old key', true);
  const primary = primaryRename(replaced);
  if (block.arguments.has('primary_key_arn') && primary === null)
    ask('primary_key_arn', 'ARN of the successor of the primary', false);
  const wanted = rotationWanted(replaced.key);
  if (wanted === true && names.rotation !== null) replace.set(names.rotation, 'true');
  const rotation = wanted === false ? [names.rotation ?? '', 'rotation_period_in_days'] : [];
  const policy = ownPolicy(replaced);
  if (policy !== null && block.arguments.has(names.policy)) replace.set(names.policy, policy);
  const rename = primary === null ? [] : [primary];
  const lines = copyBlock(block, { label, replace, drop: [names.state, ...rotation], rename });
  return [lines, ...variables].map((one) => ({ kind: 'add', place: block.path, lines: one }));
}

/** What the primary of a replica becomes in its own rotation on the same day; null where it is not beside it. */
function primaryRename({ key, primary, day, states }: Replaced): Pair['rename'] | null {
  const [own, other] = [nameIn(key.subject), nameIn(primary?.subject ?? '')];
  if (own === null || other === null || own.module !== other.module) return null;
  const label = freshLabel(other.label, key, day, states.present);
  return [`${other.type}.${other.label}`, `${other.type}.${label}`];
}

/** The old key stays, in use and kept from every plan that would take it away. */
function protection(replaced: Replaced, { block }: Pair, names: Arguments): readonly CodeChange[] {
  const lifecycle = block.blocks.find(({ type }) => type === 'lifecycle');
  const isProtected = lifecycle?.arguments.get('prevent_destroy')?.source === 'true';
  const lines = settings(replaced.key, names);
  if (lines.length === 0 && isProtected) return [];
  const head = `resource ${block.labels.map((label) => `"${label}"`).join(' ')}`;
  return [
    {
      kind: 'change',
      place: `${block.path}:${block.line}`,
      lines: printBlock(head, lines, isProtected ? [] : preventDestroy),
    },
  ];
}

/** A policy that names the old key by its ARN, written anew; null where the expression can be copied as it is. */
function ownPolicy(replaced: Replaced): string | null {
  const { key } = replaced;
  const text = key.policy.known ? key.policy.value : null;
  if (text === null || !key.arn.known || !text.includes(key.arn.value)) return null;
  const copied = policyFor(replaced);
  const hcl = typeof copied === 'object' && copied.policy !== null ? copied.policy.hcl : null;
  return hcl === null
    ? null
    : hcl
        .join('\n')
        .replace(/^policy = /, '')
        .replaceAll('\n', '\n  ');
}

/** aws_kms_key_policy blocks of the key: one each for its successor. */
function attachments(replaced: Replaced, pair: Pair, written: Written): readonly CodeChange[] {
  const { key, states, day } = replaced;
  const own = states.present.policies.filter(
    (policy) => policy.scope === key.scope && aimsAtKey(policy.key, key, policy).is === true,
  );
  return own.flatMap((policy): readonly CodeChange[] => {
    const block = written.blockOf(policy);
    const name = block?.labels[1];
    if (block === null || name === undefined) return [];
    const label = freshLabel(name, key, day, states.present);
    const source = block.arguments.get('policy')?.source ?? '';
    const each = block.arguments.get('for_each')?.source ?? '';
    const [from] = pair.rename;
    // What names the key by its address, or by the instance that it is of, names the successor in the copy.
    const follows =
      mentions(source, from) || (mentions(each, from) && source.includes('each.value'));
    const copied = namesOldKey(policy.text, key) && !follows ? policyFor(replaced) : null;
    const hcl = typeof copied === 'object' && copied !== null ? (copied.policy?.hcl ?? null) : null;
    const replace = new Map<string, string>();
    if (hcl !== null)
      replace.set(
        'policy',
        hcl
          .join('\n')
          .replace(/^policy = /, '')
          .replaceAll('\n', '\n  '),
      );
    return [
      {
        kind: 'add',
        place: block.path,
        lines: copyBlock(block, { label, replace, rename: [pair.rename] }),
      },
    ];
  });
}

function namesOldKey(text: Replaced['key']['policy'], { subject, arn }: Key): boolean {
  const parts = text.known ? [text.value ?? ''] : (text.parts ?? []);
  return parts.some((part) =>
    typeof part === 'string'
      ? arn.known && part.includes(arn.value)
      : part.symbol.startsWith(`${subject}.`),
  );
}

/** Another key_id would take a grant from the old key: the successor gets a grant of its own (provider documentation). */
function grants(replaced: Replaced, pair: Pair, written: Written): readonly CodeChange[] {
  const { key, states, day, surroundings } = replaced;
  const blocks = new Map<string, readonly string[]>();
  for (const grant of surroundings.grants ?? []) {
    const block = written.blockOf(grant);
    const name = block?.labels[1];
    if (block === null || name === undefined || !isTellable(block.text)) continue;
    const label = freshLabel(name, key, day, states.present);
    const lines = copyBlock(block, { label, rename: [pair.rename] });
    blocks.set(`${block.path}:${block.line}`, lines);
  }
  return [...blocks].map(([place, lines]) => ({
    kind: 'add',
    place: place.replace(/:\d+$/, ''),
    lines,
  }));
}
