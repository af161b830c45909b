import type { PolicyDocument } from './document.ts';
import type { Problem } from '../json/problem.ts';
import { printText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** The key that a policy belongs to, as far as it is known. */
export interface KeyName {
  /** Its ARN, or the symbol that stands for it. */
  readonly arn: string | { readonly symbol: string } | null;
  readonly account: string | null;
  readonly region: string | null;
}

const keyArn = /^arn:[^:]*:kms:([^:]*):([^:]*):(.*)$/su;

/** What is wrong with an item of Resource, whichever key the policy belongs to. */
export function checkResource(text: Text): readonly [Problem['kind'], string] | null {
  const { certain } = text;
  if (certain === null || certain === '*') return null;
  if (!certain.startsWith('arn:') && !certain.startsWith('*'))
    return ['no-effect', `resource "${certain}" is neither * nor an ARN, so it names no key`];
  const [, , , resource = ''] = keyArn.exec(certain) ?? [];
  if (resource.startsWith('alias/')) {
    return [
      'no-effect',
      `resource "${certain}" is an alias; a key policy names its key by * or by its ARN`,
    ];
  }
  const isKey = /^(?:key\/|[^/]*\*)/u.test(resource) || /^arn:[^:]*\*/u.test(certain);
  if (certain.startsWith('*') || isKey) return null;
  return ['no-effect', `resource "${certain}" is no key, so it has no effect here`];
}

/** Statements that name another key, so that they give nothing on their own one; or one key, where none is given to compare. */
export function foreignResources(document: PolicyDocument, own: KeyName): readonly Problem[] {
  return document.statements.flatMap((statement): readonly Problem[] => {
    if (statement.kind === 'open' || statement.resource === null || statement.resource.negated)
      return [];
    const { items } = statement.resource;
    const isUntold = own.arn === null && items.every(isOneKey);
    if (items.length === 0 || !(isUntold || items.every((item) => isForeign(item, own)))) return [];
    const { line, column, pointer } = statement;
    const named = items.map((item) => `"${printText(item)}"`).join(', ');
    const message = items.every((item) => isForeign(item, own))
      ? `resource ${named} names another key, so the statement has no effect on this one`
      : `resource ${named} names one key: the statement has no effect unless this is it`;
    return [
      {
        line,
        column,
        pointer: `${pointer}/Resource`,
        message,
        severity: 'medium',
        kind: 'no-effect',
      },
    ];
  });
}

function isOneKey({ certain }: Text): boolean {
  return certain !== null && /^arn:[^:*?]+:kms:[^:*?]+:\d{12}:key\/[^*?]+$/u.test(certain);
}

/** Whether a resource certainly names another key: by its id, its account, its Region, or its reference. */
function isForeign({ certain, parts }: Text, { arn, account, region }: KeyName): boolean {
  const [only, ...more] = parts;
  if (typeof only === 'object' && more.length === 0) {
    return typeof arn === 'object' && arn !== null && isKeyArn(only.symbol) && isKeyArn(arn.symbol)
      ? only.symbol !== arn.symbol
      : false;
  }
  const [, itsRegion = '', itsAccount = '', resource = ''] = keyArn.exec(certain ?? '') ?? [];
  if (!resource.startsWith('key/') || /[*?]/u.test(certain ?? '*')) return false;
  if (typeof arn === 'string') return certain !== arn;
  return (account !== null && itsAccount !== account) || (region !== null && itsRegion !== region);
}

/** The ARN of a key that Terraform makes: two such references name two keys. */
function isKeyArn(symbol: string): boolean {
  return /^(?:module\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?\.)*(?:aws|awscc)_kms_(?:external_|replica_|replica_external_)?key\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?\.arn$/u.test(
    symbol,
  );
}
