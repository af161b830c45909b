import { resource, variable, type Line } from '../../rule/remedy/blocks.ts';

/** A key that has no alias that could move, and its successor. */
export interface Nameless {
  readonly type: string;
  readonly old: string;
  readonly successor: string;
  readonly day: string;
  /** `count` or `for_each` with its expression, where the key's block has one. */
  readonly meta: readonly Line[];
}

/** The first alias: dated on the old key, moving on its successor. A variable asks for its name. */
export function firstAlias({ type, old, successor, day, meta }: Nameless): {
  readonly variable: string;
  readonly record: readonly (readonly string[])[];
  readonly move: readonly string[];
} {
  const isControl = type.startsWith('awscc_');
  const kind = isControl ? 'awscc_kms_alias' : 'aws_kms_alias';
  const argument = isControl ? 'alias_name' : 'name';
  const asked = `${old.replaceAll('-', '_')}_alias`;
  const [index, tail] = instanceOf(meta[0]?.[0]);
  const id = type === 'aws_kms_external_key' ? 'id' : 'key_id';
  const alias = (label: string, end: string, of: string): readonly string[] =>
    resource(kind, label, [
      ...meta,
      [argument, `"\${trimsuffix(var.${asked}, "-current")}${tail}-${end}"`],
      ['target_key_id', `${type}.${of}${index}.${id}`],
    ]);
  return {
    variable: asked,
    record: [
      alias(`${old}_${day}`, day, old),
      variable(asked, 'Alias that callers use, as in alias/application-current'),
    ],
    move: alias(`${old}_current`, 'current', successor),
  };
}

/** How an instance names itself, in an address and in a name. */
function instanceOf(meta: string | undefined): readonly [index: string, tail: string] {
  if (meta === 'count') return ['[count.index]', '-${count.index}'];
  return meta === 'for_each' ? ['[each.key]', '-${each.key}'] : ['', ''];
}
