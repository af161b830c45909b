import type { Alias, Key } from '../../model/inventory.ts';
import { isAwsAlias, readVersion, stemOf } from '../../model/aliases/scheme.ts';
import { hclString } from '../../text/hcl-string.ts';
import type { Word } from '../../text/shell.ts';
import { resource, startsWell } from './blocks.ts';
import { enable, keyWord } from './keys.ts';
import { cancelDeletion } from './keeping.ts';
import { argumentsOf, declaredName, localAddress, type Name } from './names.ts';
import { add, aws, change, commands, plain, words, type Remedy } from './part.ts';

// Aliases that are there, and those that are wanted.

/** What KMS takes for the name of an alias (KMS API, CreateAlias). */
export function aliasName(alias: Alias): string | null {
  const name = plain(alias.name, /^alias\/[\w:/-]{1,250}$/);
  return name === null || isAwsAlias(name) ? null : name;
}

function aliasWord(alias: Alias): Word {
  return aliasName(alias) ?? { variable: 'ALIAS_NAME', why: 'the alias, as in alias/application' };
}

const wantedAlias: Word = {
  variable: 'ALIAS_NAME',
  why: 'a name for callers, as in alias/application-current',
};

/** Gives a key the alias that callers use and that a rotation moves. */
export function movingAlias(key: Key): Remedy {
  if (key.source === 'live') return [createAlias(key, wantedAlias)];
  const label = declaredName(key)?.label ?? 'example';
  const name = `alias/${label.replaceAll(/[^\w-]/g, '-').replaceAll('_', '-')}-current`;
  return [add(key, aliasOf(key, `${label}_current`, name))];
}

/**
 * Gives the old key an alias that stays on it: the record of the rotation.
 * @param stem the alias that moved on, where it is known
 * @param day the day of the rotation, `YYYYMMDD`, where it is known
 */
export function versionAlias(key: Key, stem: string | null, day: string | null): Remedy {
  const said = words(
    day === null
      ? 'its end is the day of the rotation'
      : 'its end is the day on which its successor was made',
  );
  const base = stem !== null && /^alias\/[\w:/-]{1,230}$/.test(stem) ? baseOf(stem) : null;
  if (key.source === 'live') {
    const name: Word =
      base === null || day === null
        ? {
            variable: 'ALIAS_NAME',
            why: `a dated alias, as in ${base ?? 'alias/application'}-20180606`,
          }
        : `${base}-${day}`;
    return [said, createAlias(key, name)];
  }
  const label = declaredName(key)?.label ?? 'example';
  const own = base ?? `alias/${label.replaceAll(/[^\w-]/g, '-').replaceAll('_', '-')}`;
  const end = day ?? '20180606';
  return [said, add(key, aliasOf(key, `${label}_${end}`, `${own}-${end}`))];
}

/** Without the version, and without the word for what moves. */
function baseOf(name: string): string {
  return (readVersion(name)?.stem ?? stemOf(name)).replace(/[-_/]current$/, '');
}

function createAlias(key: Key, name: Word) {
  return commands(
    key,
    aws('kms', 'create-alias', key, '--alias-name', name, '--target-key-id', keyWord(key)),
  );
}

function aliasOf(key: Key, label: string, name: string): readonly string[] {
  const own: Name = declaredName(key) ?? {
    module: '',
    type: 'aws_kms_key',
    label: 'ExampleKey',
    index: '',
  };
  const { alias, aliasName: argument, id } = argumentsOf(own.type);
  return resource(alias, startsWell(label), [
    [argument, hclString(name)],
    ['target_key_id', `${localAddress(own)}.${id}`],
  ]);
}

/** Lets an alias point at a key that can be used; or makes the one behind it usable again. */
export function moveAlias(alias: Alias, key: Key | null): Remedy {
  const to: Word = { variable: 'NEW_KEY_ID', why: 'the id of the key that callers are to use' };
  const moved = aws(
    'kms',
    'update-alias',
    alias,
    '--alias-name',
    aliasWord(alias),
    '--target-key-id',
    to,
  );
  const state = key?.keyState.known === true ? key.keyState.value : null;
  const again =
    key === null || state === null
      ? []
      : [
          words('or, where callers are to go on with the key behind it'),
          ...(state === 'Disabled' ? enable(key) : cancelDeletion(key)),
        ];
  return [commands(alias, moved), ...again];
}

/** UpdateAlias moves an alias to a key of the same type and usage alone: another name stands beside the old one. */
export function otherAlias(alias: Alias, target: Key | null, before: Key | null): Remedy {
  const asBefore = target === null || before === null ? [] : likeBefore(target, before);
  const name = aliasName(alias);
  const own = declaredName(alias);
  const to = target === null ? null : declaredName(target);
  const isControl = own?.type.startsWith('awscc_') === true;
  const type = isControl ? 'awscc_kms_alias' : 'aws_kms_alias';
  const block = resource(type, `${own?.label ?? 'ExampleAlias'}_v2`, [
    [isControl ? 'alias_name' : 'name', hclString(`${name ?? 'alias/ExampleAlias'}-v2`)],
    [
      'target_key_id',
      to === null
        ? 'aws_kms_key.ExampleKey.key_id'
        : `${localAddress(to)}.${argumentsOf(to.type).id}`,
    ],
  ]);
  return [
    ...asBefore,
    words(
      'where another kind of key, or another place, is meant: leave the alias on the old key',
      'and give the new one a name of its own, for callers that are ready for it',
    ),
    add(alias, block),
  ];
}

/** A key that is yet to be made can be of the kind of the old one; one that is there would be replaced. */
function likeBefore(target: Key, before: Key): Remedy {
  const isNew = !target.keyId.known && target.keyId.reason === 'known-after-apply';
  const spec = argumentsOf(declaredName(target)?.type ?? '').spec;
  if (!isNew || spec === null || !before.keySpec.known || !before.keyUsage.known) return [];
  return [
    words('make the new key of the type and usage of the old one'),
    change(target, [
      [spec, hclString(before.keySpec.value)],
      ['key_usage', hclString(before.keyUsage.value)],
    ]),
  ];
}
