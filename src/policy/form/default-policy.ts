import type { TextPart } from '../../model/value.ts';
import type { PolicyDocument } from '../grammar/document.ts';
import { literal, symbolsOf, textOf } from '../text/text.ts';

/**
 * The policy that KMS gives a key for which none is declared: the key's own account, `kms:*` (CreateKey,
 * parameter Policy; KMS Developer Guide, "Default key policy").
 */
export function defaultPolicy(account: readonly TextPart[]): PolicyDocument {
  const root = textOf(['arn:aws:iam::', ...account, ':root']);
  return {
    version: literal('2012-10-17'),
    symbols: new Set(symbolsOf(root)),
    statements: [
      {
        kind: 'statement',
        index: 0,
        pointer: '/Statement/0',
        line: 1,
        column: 1,
        sid: literal('Enable IAM User Permissions'),
        effect: 'Allow',
        principal: { negated: false, items: [{ type: 'AWS', text: root }] },
        action: { negated: false, items: [literal('kms:*')] },
        resource: { negated: false, items: [literal('*')] },
        condition: [],
      },
    ],
  };
}
