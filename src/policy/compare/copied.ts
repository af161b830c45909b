import type { PolicyDocument, Principal, Statement } from '../grammar/document.ts';
import { isUniqueId } from '../grammar/principal.ts';
import { literal, type Text } from '../text/text.ts';
import { printWhole, type Covering, type Tree } from './covering-text.ts';
import { treeOf } from './covering.ts';

/** A policy as it can be given to another key, or why a person has to write it. */
export type Copied =
  | { readonly policy: Covering }
  /** `part`: statements are not known; `self`: a condition names the key, and only a person knows what for. */
  | { readonly policy: null; readonly obstacle: 'part' | 'self' };

/** What names the key itself: its ARN, and what stands for it. */
interface Own {
  readonly arn: string | null;
  readonly symbols: readonly string[];
}

/**
 * The policy of a key for its successor: the same statements, in which `*` takes the place of the key's own ARN. Unique ids
 * of deleted identities give nothing, and PutKeyPolicy refuses them (IAM identifiers; AWS re:Post, "invalid principals").
 */
export function copiedPolicy({ statements, version }: PolicyDocument, own: Own): Copied {
  const whole = statements.filter((statement) => statement.kind === 'statement');
  const isOpen = whole.length < statements.length || (version !== null && version.certain === null);
  if (isOpen || whole.some(isPartlyUnknown)) return { policy: null, obstacle: 'part' };
  const kept = whole.flatMap((statement) => withoutDeleted(statement) ?? []);
  const moved = kept.map((statement) => withStar(statement, own));
  if (moved.some((statement) => mentions(statement, own)))
    return { policy: null, obstacle: 'self' };
  const tree: Tree = {
    members: [
      ...(version === null ? [] : [['Version', { text: version }] as const]),
      ['Statement', { items: moved.map((statement) => treeOf(statement, false)) }],
    ],
  };
  return { policy: asKmsTakesIt(printWhole(tree)) };
}

/** What a key policy holds as an escape alone (KMS API, PutKeyPolicy, pattern of Policy); `jsonencode` writes none. */
const far = /[\u0100-\uffff]/g;

function asKmsTakesIt({ json, hcl }: Covering): Covering {
  return {
    json: json?.map((line) => line.replaceAll(far, escapeUnit)) ?? null,
    hcl: hcl?.some(isFar) === true ? null : hcl,
  };
}

function isFar(line: string): boolean {
  return line.search(far) >= 0 || /\\u(?!00)|\\U/.test(line);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function isPartlyUnknown({ principal, condition }: Statement): boolean {
  return (
    principal.items.some(({ type }) => type === null) ||
    condition.some(({ operator, key, values }) =>
      [operator.certain, key?.certain ?? null, values].includes(null),
    )
  );
}

/** Null where nobody is left whom it is about; with NotPrincipal the ids stay, for a person to look at. */
function withoutDeleted(statement: Statement): Statement | null {
  const { principal } = statement;
  if (principal.negated) return statement;
  const items = principal.items.filter(({ text }) => !isDeleted(text));
  if (items.length === 0 && principal.items.length > 0) return null;
  return { ...statement, principal: { ...principal, items } };
}

function isDeleted(text: Principal['text']): boolean {
  return text.certain !== null && isUniqueId(text.certain);
}

function withStar(statement: Statement, own: Own): Statement {
  const { resource } = statement;
  if (resource === null || resource.negated) return statement;
  const items = resource.items.map((item) => (names(item, own) ? literal('*') : item));
  const unique = [...new Map(items.map((item) => [item.key, item])).values()];
  return { ...statement, resource: { ...resource, items: unique } };
}

function names({ certain, parts }: Text, { arn, symbols }: Own): boolean {
  const [only, ...more] = parts;
  if (certain !== null) return certain === arn;
  return more.length === 0 && typeof only === 'object' && symbols.includes(only.symbol);
}

/** Whether the key is named where no `*` can stand for it. */
function mentions({ resource, condition }: Statement, { arn, symbols }: Own): boolean {
  const texts = [...condition.flatMap(({ values }) => values ?? []), ...(resource?.items ?? [])];
  return texts.some(({ parts }) =>
    parts.some((part) =>
      typeof part === 'string' ? arn !== null && part.includes(arn) : symbols.includes(part.symbol),
    ),
  );
}
