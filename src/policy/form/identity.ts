import { splitText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** What a principal of type AWS names; null where that is not known. */
export type Sort = 'account' | 'role' | 'user' | 'session' | 'federated-user' | 'other';

const index = '(?:\\[(?:\\d+|"(?:[^"\\\\]|\\\\.)*")\\])?';
const modules = `(?:module\\.[\\w-]+${index}\\.)*`;
const types = 'role|user|service_linked_role|saml_provider|openid_connect_provider';
const named = new RegExp(
  `^(${modules}(?:aws|awscc)_iam_(${types})\\.[\\w-]+${index})\\.(arn|name|id|unique_id)$`,
  'u',
);
const looked = /(?:^|\.)data\.aws_iam_(role|user)\.[\w-]+(?:\[[^\]]*\])?\.arn$/u;
const sorts: Readonly<Record<string, Sort>> = {
  role: 'role',
  service_linked_role: 'role',
  user: 'user',
};

/** An attribute of a resource of IAM that Terraform makes: two of them, of one type, are never equal. */
interface Made {
  readonly address: string;
  readonly type: string;
  readonly attribute: string;
}

/** Reads the symbol of such an attribute; one whose index is not literal may be any of several. */
function madeIn(symbol: string): Made | null {
  const [, address, type, attribute] = named.exec(symbol) ?? [];
  if (address === undefined || type === undefined || attribute === undefined) return null;
  return { address, type, attribute };
}

/** What the text of a principal names, from the shape of its ARN or the resource that it is an attribute of. */
export function sortOf(text: Text): Sort | null {
  const [only, ...more] = text.parts;
  if (typeof only === 'object' && more.length === 0) {
    const made = madeIn(only.symbol);
    if (made !== null) return made.attribute === 'arn' ? (sorts[made.type] ?? 'other') : null;
    return sorts[looked.exec(only.symbol)?.[1] ?? ''] ?? null;
  }
  if (text.certain !== null) return sortOfArn(text.certain);
  const fields = splitText(text, ':');
  const resource = fields[5]?.parts[0];
  if (fields[0]?.certain !== 'arn' || typeof resource !== 'string') return null;
  if (fields[5]?.certain === 'root') return 'account';
  return sortOfKind(/^[a-z-]+(?=\/)/u.exec(resource)?.[0]);
}

const arn = /^arn:(?:[^:]*:){4}(?:(root$)|([a-z-]+)\/)?/u;

function sortOfArn(text: string): Sort | null {
  const [whole, root, kind] = arn.exec(text) ?? [];
  return whole === undefined ? null : root === undefined ? sortOfKind(kind) : 'account';
}

function sortOfKind(kind: string | undefined): Sort | null {
  if (kind === 'role' || kind === 'user' || kind === 'federated-user') return kind;
  return kind === 'assumed-role' ? 'session' : kind === undefined ? null : 'other';
}

/**
 * Whether two texts are surely different, because they are one attribute of two resources of IAM, with the same letters
 * around it: ARNs and names are unique among those of a type (IAM User Guide, "IAM identifiers").
 */
export function areApart(a: Text, b: Text): boolean {
  if (a.parts.length !== b.parts.length) return false;
  const differing = a.parts.flatMap((part, at) => {
    const other = b.parts[at];
    if (typeof part === 'string' || typeof other !== 'object') return part === other ? [] : [null];
    return part.symbol === other.symbol ? [] : [[part.symbol, other.symbol] as const];
  });
  const [only, ...more] = differing;
  if (only === undefined || only === null || more.length > 0) return false;
  const [x, y] = [madeIn(only[0]), madeIn(only[1])];
  return x !== null && y !== null && x.type === y.type && x.attribute === y.attribute;
}
