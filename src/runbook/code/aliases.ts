import type { Alias } from '../../model/inventory.ts';
import type { Written, WrittenBlock } from './written.ts';
import { aliasName, recordOf, type Replaced } from '../replaced.ts';
import { say, type Sentence } from '../sentence.ts';
import { block as printBlock, variable, type Line } from '../../rule/remedy/blocks.ts';
import type { Code, CodeChange } from './change.ts';
import { copyBlock, mentions, renameIn } from './copy.ts';
import { firstAlias } from './first-alias.ts';
import { freshLabel } from './names.ts';
import type { Pair } from './pair.ts';

type Changes = Pick<Code, 'record' | 'move' | 'notes' | 'untold'>;

/** The dated alias of each moving one, and the moving ones led to the successor. */
export function aliasCode(replaced: Replaced, pair: Pair, written: Written): Changes {
  const blocks = new Map<string, readonly [WrittenBlock, Alias]>();
  const untold: Sentence[] = [];
  for (const alias of replaced.moving) {
    const block = written.blockOf(alias);
    if (block === null) untold.push(elsewhere(alias, pair));
    else blocks.set(`${block.path}:${block.line}`, [block, alias]);
  }
  if (blocks.size === 0 && untold.length === 0) return nameless(replaced, pair);
  const parts = [...blocks.values()].map(([block, alias]) =>
    changesOf(block, alias, replaced, pair),
  );
  return {
    record: parts.flatMap(({ record }) => record),
    move: parts.flatMap(({ move }) => move),
    notes: [],
    untold: [...untold, ...parts.flatMap((part) => part.untold)],
  };
}

function changesOf(block: WrittenBlock, alias: Alias, replaced: Replaced, pair: Pair): Changes {
  const [from, to] = pair.rename;
  const moved = ['for_each', 'target_key_id'].flatMap((name) => {
    const source = block.arguments.get(name)?.source ?? '';
    return mentions(source, from) ? [[name, renameIn(source, from, to)] as const] : [];
  });
  const target = block.arguments.get('target_key_id')?.source ?? '';
  const isDirect = mentions(target, from) || (moved.length > 0 && target.includes('each.value'));
  if (!isDirect) return { record: [], move: [], notes: [], untold: [elsewhere(alias, pair)] };
  const head = `resource ${block.labels.map((label) => `"${label}"`).join(' ')}`;
  const place = `${block.path}:${block.line}`;
  return {
    record: datedAlias(block, alias, replaced),
    move: [{ kind: 'change', place, lines: printBlock(head, moved) }],
    notes: [],
    untold: [],
  };
}

function datedAlias(block: WrittenBlock, alias: Alias, replaced: Replaced): readonly CodeChange[] {
  const { key, states, day } = replaced;
  const name = aliasName(alias);
  if (!replaced.leading.includes(alias)) return [];
  if (name !== null && recordOf(name, replaced).isThere) return [];
  const [type = '', own = ''] = block.labels;
  const label = freshLabel(own.replace(/[-_]current$/, ''), key, day, states.present);
  const argument = type === 'awscc_kms_alias' ? 'alias_name' : 'name';
  const written = block.arguments.get(argument) ?? block.arguments.get('name_prefix');
  const add = (lines: readonly string[]): CodeChange => ({ kind: 'add', place: block.path, lines });
  const isTaken = name !== null && recordOf(name, replaced).isTaken;
  if (written === undefined || isTaken) {
    const asked = `${label.replaceAll('-', '_')}_name`;
    const replace = new Map([[argument, `var.${asked}`]]);
    return [
      add(copyBlock(block, { label, replace, drop: ['name_prefix'] })),
      add(variable(asked, `Name of the dated alias, as in alias/application-${day}`)),
    ];
  }
  const replace = new Map([[argument, datedName(written.source, day)]]);
  return [add(copyBlock(block, { label, replace, drop: ['name_prefix'] }))];
}

/** The expression of a name, with the day in place of what marks a moving alias. */
function datedName(expression: string, day: string): string {
  const isQuoted = /^"[^"\n]*"$/.test(expression);
  if (!isQuoted) return `"\${trimsuffix(${expression}, "-current")}-${day}"`;
  return `${expression
    .slice(0, -1)
    .replace(/[-_/]current$/, '')
    .replace(/[-_/]$/, '')}-${day}"`;
}

/** No alias yet: the old key gets a dated one, its successor the first that moves. */
function nameless({ day }: Replaced, { block, rename, label }: Pair): Changes {
  const [type = '', old = ''] = rename[0].split('.', 2);
  const meta = ['count', 'for_each'].flatMap((one): readonly Line[] => {
    const source = block.arguments.get(one)?.source;
    return source === undefined ? [] : [[one, source]];
  });
  const first = firstAlias({ type, old, successor: label, day, meta });
  const at = (lines: readonly string[]): CodeChange => ({ kind: 'add', place: block.path, lines });
  return {
    record: first.record.map(at),
    move: [at(first.move)],
    notes: [
      say`No alias is there to be moved: the variable ${first.variable} names the first one.`,
    ],
    untold: [],
  };
}

/** The alias gets its target on a way that only a person can change. */
function elsewhere({ subject }: Alias, { rename }: Pair): Sentence {
  return say`The alias ${subject} gets its target from somewhere else: lead it to ${rename[1]}, and give ${rename[0]} a dated alias of the same stem.`;
}
