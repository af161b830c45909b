import type { Location } from '../../model/location.ts';
import type { TextPart, UnknownReason } from '../../model/value.ts';
import { textOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** What is known of the key that a policy belongs to. */
export interface Side {
  /** Its ARN, symbols for what is not known; null where nothing is known. */
  readonly arn: readonly TextPart[] | null;
  readonly account: readonly TextPart[] | null;
  /** Where the policy stands and why parts of it may not be known: for what cannot be told. */
  readonly at: Location;
  readonly reason: UnknownReason;
}

export interface ComparisonContext {
  readonly predecessor: Side;
  readonly successor: Side;
  /** For a multi-Region replica: where its primary's policy names the first Region, it is to name the second. */
  readonly replica?: { readonly primaryRegion: TextPart; readonly replicaRegion: TextPart };
  /** How much work one comparison may take; 5 million steps, some seconds, unless given. */
  readonly steps?: number;
}

/** Names the predecessor's ARN where nothing is known of it. */
export const predecessorArn = 'the ARN of the predecessor';

/** The ARN of a policy's own key, and the one that it is known not to have. */
export interface OwnKey {
  readonly arn: Text;
  readonly other: Text;
}

/** The two keys of a comparison. */
export function ownKeys({ predecessor, successor }: ComparisonContext): {
  readonly old: OwnKey;
  readonly new: OwnKey;
} {
  const first = arnOf(predecessor, predecessorArn);
  const second = arnOf(successor, 'the ARN of the successor');
  return { old: { arn: first, other: second }, new: { arn: second, other: first } };
}

/** An ARN of which nothing is known still has the shape of one (IAM User Guide, KMS resource types). */
function arnOf({ arn, account }: Side, symbol: string): Text {
  const [only] = arn ?? [{ symbol }];
  if (arn !== null && (arn.length !== 1 || typeof only === 'string')) return textOf(arn);
  const name = typeof only === 'object' ? only.symbol : symbol;
  const owner = account ?? [{ symbol: `account in ${name}` }];
  const part = (what: string): TextPart => ({ symbol: `${what} in ${name}` });
  return textOf([
    'arn:',
    part('partition'),
    ':kms:',
    part('Region'),
    ':',
    ...owner,
    ':key/',
    { symbol: name },
  ]);
}
