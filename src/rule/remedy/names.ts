import type { Subject } from '../../model/inventory.ts';
import { showsAll } from '../../text/hcl-string.ts';

/** What an address says of a resource. */
export interface Name {
  /** `module.data.module.kms["eu"].`, with its dot; empty in the root module. */
  readonly module: string;
  readonly type: string;
  readonly label: string;
  /** The instance key with its brackets; empty where there is none. */
  readonly index: string;
}

const identifier = String.raw`[\p{ID_Start}_][\p{ID_Continue}-]*`;
/** As Terraform prints it: a number, or a quoted text in which no template begins, nor anything that a shell would run. */
const index = String.raw`\[(?:\d+|"(?:[^"\\$%\x60!\p{Cc}]|\\["\\]|%(?!\{))*")\]`;
const address = new RegExp(
  String.raw`^((?:module\.${identifier}(?:${index})?\.)*)((?:aws|awscc)_[a-z0-9_]+)\.(${identifier})(${index})?$`,
  'u',
);

/** The parts of an address; null for an ARN, and for an address with stranger signs in it. */
export function nameIn(subject: string): Name | null {
  const match = showsAll(subject) ? address.exec(subject) : null;
  if (match === null) return null;
  const [, module = '', type = '', label = '', key = ''] = match;
  return { module, type, label, index: key };
}

const indexes = new RegExp(index, 'gu');

/** The address of the block that declares a resource: without the instance keys, of its modules too. */
export function blockAddress({ module, type, label }: Name): string {
  return `${module.replaceAll(indexes, '')}${type}.${label}`;
}

/** A resource as its own module refers to it. */
export function localAddress({ type, label, index: key }: Name): string {
  return `${type}.${label}${key}`;
}

/** The parts of the address of what is declared in a configuration. */
export function declaredName({ source, subject }: Subject): Name | null {
  return source === 'live' ? null : nameIn(subject);
}

/** The names that one resource type has for what others call otherwise. */
export interface Arguments {
  readonly spec: string | null;
  readonly state: string;
  readonly rotation: string | null;
  readonly policy: string;
  /** The attribute that an alias takes. */
  readonly id: string;
  /** The resource type of its aliases, and their argument for the name. */
  readonly alias: string;
  readonly aliasName: string;
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
    id: type === 'aws_kms_external_key' ? 'id' : 'key_id',
    alias: isControl ? 'awscc_kms_alias' : 'aws_kms_alias',
    aliasName: isControl ? 'alias_name' : 'name',
  };
}
