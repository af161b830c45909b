import type { Inventory, Key, Subject } from '../../model/inventory.ts';

/** What an address says of a resource. */
export interface Name {
  /** `module.data.module.kms["eu"].`, with its dot; empty in the root module. */
  readonly module: string;
  readonly type: string;
  readonly label: string;
  /** The instance key with its brackets; empty where there is none. */
  readonly index: string;
}

/** The parts of an address; null for an ARN, and for an address with stranger signs in it. */
export function nameIn(subject: string): Name | null {
  const match =
    /^((?:module\.[\w-]+(?:\[(?:\d+|"[^"\\\]]*")\])?\.)*)((?:aws|awscc)_[a-z0-9_]+)\.([\w-]+)(\[(?:\d+|"[^"\\\]]*")\])?$/.exec(
      subject,
    );
  if (match === null) return null;
  const [, module = '', type = '', label = '', index = ''] = match;
  return { module, type, label, index };
}

/** A label with the day of the rotation that no object of its module has. */
export function freshLabel(
  label: string,
  { scope }: Key,
  day: string,
  inventory: Inventory,
): string {
  const { keys, aliases, policies } = inventory;
  const taken = new Set(
    [...keys, ...aliases, ...policies]
      .filter((other: Subject) => other.scope === scope)
      .flatMap(({ subject }) => nameIn(subject)?.label ?? []),
  );
  const wanted = `${label}_${day}`;
  for (let i = 2; taken.has(wanted) && i < 100; i++)
    if (!taken.has(`${wanted}_${i}`)) return `${wanted}_${i}`;
  return wanted;
}

/** The names that one resource type has for what others call otherwise. */
export interface Arguments {
  readonly spec: string | null;
  readonly state: string;
  readonly rotation: string | null;
  readonly policy: string;
}

/** Provider documentation of the aws and awscc providers. */
export function argumentsOf(type: string): Arguments {
  const isControl = type.startsWith('awscc_');
  const isPlainKey = type === 'aws_kms_key' || type === 'awscc_kms_key';
  return {
    spec:
      type === 'aws_kms_key'
        ? 'customer_master_key_spec'
        : type.includes('replica')
          ? null
          : 'key_spec',
    state: type === 'aws_kms_key' ? 'is_enabled' : 'enabled',
    rotation: isPlainKey ? 'enable_key_rotation' : null,
    policy: isControl ? 'key_policy' : 'policy',
  };
}

/** What the old key and its successor are called where no block is at hand. */
export interface Pairing {
  readonly type: string;
  readonly old: string;
  readonly label: string;
  readonly isLive: boolean;
}
