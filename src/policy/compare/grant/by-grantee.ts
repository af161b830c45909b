import type { Grant } from '../../../model/inventory.ts';
import type { GrantOnKey } from '../../../model/keys/grants.ts';

/** Grants by the role or user that they name, and those of whom anybody may be the grantee. */
interface ByGrantee {
  readonly named: ReadonlyMap<string, readonly GrantOnKey[]>;
  readonly others: readonly GrantOnKey[];
}

const indexes = new WeakMap<readonly GrantOnKey[], ByGrantee>();

/** There may be thousands of grants: those that are certainly to another role or user are passed over. */
export function mayGive(grants: readonly GrantOnKey[], grant: Grant): readonly GrantOnKey[] {
  const name = nameOf(grant);
  // A session is let in by its role, too.
  if (name === null || name.includes(':sts:')) return grants;
  const index = indexes.get(grants) ?? indexByGrantee(grants);
  indexes.set(grants, index);
  return [...(index.named.get(name) ?? []), ...index.others];
}

function indexByGrantee(grants: readonly GrantOnKey[]): ByGrantee {
  const byName = new Map<string, GrantOnKey[]>();
  const others: GrantOnKey[] = [];
  for (const one of grants) {
    const name = nameOf(one.grant);
    const group = name === null ? others : byName.get(name);
    if (group === undefined) byName.set(name ?? '', [one]);
    else group.push(one);
  }
  return { named: byName, others };
}

/** The ARN of a role, a user or a session; null where it may be any. */
function nameOf({ grantee }: Grant): string | null {
  return grantee.known && named.test(grantee.value) ? grantee.value : null;
}

const named = /^arn:[^:]*:(?:iam|sts)::\d{12}:(?:role|user|assumed-role|federated-user)\/./;
