import type { Grant, Key } from '../../model/inventory.ts';
import type { ContextPairs } from '../../model/keys/grant-terms.ts';
import { hclString } from '../../text/hcl-string.ts';
import type { Word } from '../../text/shell.ts';
import { block, resource, startsWell, variable, type Line } from './blocks.ts';
import { keyWord } from './keys.ts';
import { argumentsOf, declaredName, localAddress } from './names.ts';
import { add, aws, commands, jsonWord, plain, words, type Remedy } from './part.ts';

/** Gives a key a grant like that on another one, for the operations that are lost, under the same constraints. */
export function copyGrant(
  grant: Grant,
  key: Key,
  operations: readonly string[],
  nth: number,
): Remedy {
  const names = operations.filter((operation) => /^[A-Za-z]+$/.test(operation));
  const grantee = plain(grant.grantee, /^[\w.:/=+@,-]+$/);
  const retirer = plain(grant.retirer, /^[\w.:/=+@,-]+$/);
  const constraints = constraintsOf(grant);
  const said =
    constraints === null
      ? [words('under the constraints of the old grant, which are not known here')]
      : [];
  return key.source === 'live'
    ? [...said, command(key, { grantee, retirer, names }, constraints ?? {})]
    : [...said, declaration(key, nth, { grantee, retirer, names }, constraints ?? {})];
}

/** Who gets what, and who may end it. */
interface Given {
  readonly grantee: string | null;
  readonly retirer: string | null;
  readonly names: readonly string[];
}

/** Constraints by their API names. */
type Told = Readonly<Record<string, ContextPairs>>;

/** Null where they are not known, or may not be shown. */
function constraintsOf({ constraints }: Grant): Told | null {
  if (!constraints.known || constraints.sensitive === true) return null;
  const { equals, subset, sourceArn } = constraints.value;
  if (sourceArn !== null) return null;
  return {
    ...(equals === null ? {} : { EncryptionContextEquals: equals }),
    ...(subset === null ? {} : { EncryptionContextSubset: subset }),
  };
}

function command(key: Key, { grantee, retirer, names }: Given, told: Told) {
  const who: Word = grantee ?? { variable: 'GRANTEE', why: 'the ARN of the grantee' };
  const what: readonly Word[] =
    names.length === 0 ? [{ variable: 'OPERATIONS', why: 'an operation of the old grant' }] : names;
  const json = jsonWord(JSON.stringify(told));
  const under = Object.keys(told).length === 0 ? [] : ['--constraints', json];
  const by = retirer === null ? [] : ['--retiring-principal', retirer];
  const rest = ['--key-id', keyWord(key), '--grantee-principal', who, '--operations', ...what];
  return commands(key, aws('kms', 'create-grant', key, ...rest, ...by, ...under));
}

function declaration(key: Key, nth: number, { grantee, retirer, names }: Given, told: Told) {
  const name = declaredName(key);
  const label = `${name?.label ?? 'ExampleKey'}_grant${nth === 0 ? '' : `_${nth + 1}`}`;
  const id = `${name === null ? 'aws_kms_key.ExampleKey' : localAddress(name)}.${argumentsOf(name?.type ?? '').id}`;
  const asked = `${label}ee`.replaceAll('-', '_');
  const work = `${label}_operations`.replaceAll('-', '_');
  const lines: readonly Line[] = [
    ['key_id', id],
    ['grantee_principal', grantee === null ? `var.${asked}` : hclString(grantee)],
    ...(retirer === null ? [] : [['retiring_principal', hclString(retirer)] as const]),
    ['operations', names.length === 0 ? `var.${work}` : `[${names.map(hclString).join(', ')}]`],
  ];
  return add(
    key,
    resource('aws_kms_grant', startsWell(label), lines, nested(told)),
    ...(grantee === null ? [variable(asked, 'ARN of the grantee of the old grant')] : []),
    ...(names.length === 0
      ? [
          block(`variable "${work}"`, [
            ['type', 'list(string)'],
            ['description', '"Operations of the old grant"'],
          ]),
        ]
      : []),
  );
}

/** Names of the aws provider. */
const inProvider: Readonly<Record<string, string>> = {
  EncryptionContextEquals: 'encryption_context_equals',
  EncryptionContextSubset: 'encryption_context_subset',
};

function nested(told: Told): readonly string[] {
  const rows = Object.entries(told).flatMap(([name, pairs]) => [
    `  ${inProvider[name] ?? name} = {`,
    ...Object.entries(pairs).map(([key, value]) => `    ${hclString(key)} = ${hclString(value)}`),
    '  }',
  ]);
  return rows.length === 0 ? [] : ['constraints {', ...rows, '}'];
}
