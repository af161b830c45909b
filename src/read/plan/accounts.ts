import { memberOf, type PlanLocation } from '../../model/location.ts';
import { known, type Known } from '../../model/value.ts';
import { splitAddress } from '../input/address.ts';
import { isObject, member, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import { moduleAt, type ConfigModule } from './configuration.ts';
import type { Entry } from '../input/entry.ts';
import { credentialsOf, type Accounts } from './provider.ts';

/**
 * The accounts that the caller identities of a plan tell, by the credentials of their provider configurations; null
 * where two of one configuration differ, as in no plan that Terraform wrote.
 */
export function readAccounts(
  identities: readonly Entry[],
  plan: Json,
  root: ConfigModule | null,
  path: string,
): Accounts {
  const accounts = new Map<string, Known<string> | null>();
  for (const entry of identities) {
    const { steps, rest } = splitAddress(entry.address);
    const names = steps.map(({ name }) => name);
    const local = rest.replace(/\[.*$/, '');
    const block = root === null ? null : moduleAt(root, names)?.resources.get(local);
    const credentials = credentialsOf(plan, block?.providerKey ?? 'aws');
    const account = accountIn(entry, path);
    if (credentials === null || account === null || block === undefined) continue;
    const before = accounts.get(credentials);
    const agrees = before === undefined || before?.value === account.value;
    accounts.set(credentials, agrees ? account : null);
  }
  return accounts;
}

function accountIn({ json, pointer }: Entry, path: string): Known<string> | null {
  const values = member(json, 'values');
  const id = textMember(values, 'account_id');
  if (id === null || !/^\d{12}$/.test(id)) return null;
  const at: PlanLocation = { kind: 'plan', path, pointer: `${pointer}/values`, source: null };
  const marks = member(json, 'sensitive_values');
  const isSecret = marks === true || (isObject(marks) && member(marks, 'account_id') === true);
  const account = known(id, 'observed', memberOf(at, 'account_id'));
  return isSecret ? { ...account, sensitive: true } : account;
}
