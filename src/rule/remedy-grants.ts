import type { Grant, Key } from '../model/inventory.ts';
import { idOf, nameIn, plain, regionOf } from './remedy.ts';

/** Gives a key a grant like that on another one, for the operations that are lost. */
export function copyGrant(
  grant: Grant,
  key: Key,
  operations: readonly string[],
): readonly string[] {
  const names = operations.filter((operation) => /^[A-Za-z]+$/.test(operation));
  const arn = plain(grant.grantee, /^[\w.:/=+@,-]+$/);
  const { constraints } = grant;
  const isFree = constraints.known && Object.values(constraints.value).every((one) => one === null);
  const local = nameIn(key)?.local ?? 'aws_kms_key.successor';
  const list = `[${names.map((name) => `"${name}"`).join(', ')}]`;
  const hcl = [
    'resource "aws_kms_grant" "successor" {',
    `  key_id            = ${local}.key_id`,
    `  grantee_principal = ${arn === null ? 'var.grantee # that of the old grant' : `"${arn}"`}`,
    `  operations        = ${names.length === 0 ? 'var.operations # those of the old grant' : list}`,
    '}',
  ];
  const words = names.length === 0 ? '$OPERATIONS' : names.join(' ');
  return [
    ...(isFree ? [] : ['# under the constraints of the old grant:']),
    ...(key.source === 'live' ? [] : hcl),
    `aws kms create-grant --key-id ${idOf(key, 'NEW_KEY_ID')}${regionOf(key)} \\`,
    `  --grantee-principal ${arn ?? '"$GRANTEE"'} --operations ${words}`,
  ];
}
