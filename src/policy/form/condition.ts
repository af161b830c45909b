import type { Conjunct } from '../grammar/document.ts';
import { readOperator } from '../grammar/operator.ts';
import type { Operator } from '../grammar/operator.ts';
import { literal, mapLiterals, symbolsOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';
import { readVariables } from '../text/variable.ts';

/** One operator and key of a Condition in its canonical form. */
export interface CanonicalConjunct {
  /** Equal ids are equal conjuncts. */
  readonly id: string;
  readonly operatorName: Text;
  /** Null where the operator is not known, or not documented. */
  readonly operator: Operator | null;
  /** In lower case, as condition keys ignore it; the key of a tag too. */
  readonly key: Text | null;
  readonly values: readonly Text[];
  readonly valueKeys: ReadonlySet<string>;
  /** Whether all of every value is known. */
  readonly certain: boolean;
  /** What is not known of operator, key and list; empty where only values are partly known. */
  readonly open: readonly string[];
}

/** The conjuncts of a Condition, without order and repetition. */
export function canonicalConjuncts(
  conjuncts: readonly Conjunct[],
  version: Text | null,
): readonly CanonicalConjunct[] {
  const all = conjuncts.map((c) => canonicalConjunct(c, version));
  return [...new Map(all.map((c) => [c.id, c])).values()].toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  );
}

/** Rewrites the values of a conjunct. */
export function mapConjunct(
  conjunct: CanonicalConjunct,
  change: (value: Text) => Text,
): CanonicalConjunct {
  return finish({ ...conjunct, values: conjunct.values.map(change) });
}

function canonicalConjunct(conjunct: Conjunct, version: Text | null): CanonicalConjunct {
  const { operator: operatorName, values } = conjunct;
  const operator = operatorName.certain === null ? null : readOperator(operatorName.certain);
  const key = conjunct.key === null ? null : mapLiterals(conjunct.key, (s) => s.toLowerCase());
  const open = [
    ...symbolsOf(operatorName),
    ...(values === null && key !== null ? symbolsOf(key) : []),
  ];
  const canonical = (values ?? []).map((value) =>
    canonicalValue(readVariables(value, version), operator),
  );
  return finish({ operatorName, operator, key, open, values: canonical });
}

function finish(
  conjunct: Omit<CanonicalConjunct, 'id' | 'valueKeys' | 'certain'>,
): CanonicalConjunct {
  const values = [...new Map(conjunct.values.map((v) => [v.key, v])).values()];
  const valueKeys = new Set(values.map((v) => v.key));
  const { operatorName, operator, key } = conjunct;
  // ArnEquals and ArnLike are one operator (IAM User Guide, "ARN condition operators").
  const id = JSON.stringify([operator ?? operatorName.key, key?.key, [...valueKeys].toSorted()]);
  return { ...conjunct, values, valueKeys, certain: values.every((v) => v.certain !== null), id };
}

/** Spellings of one value that mean the same to its operator. */
function canonicalValue(text: Text, operator: Operator | null): Text {
  if (operator?.mode === 'fold') return mapLiterals(text, (piece) => piece.toLowerCase());
  if (text.certain === null || text.certain.trim() === '') return text;
  const number = Number(text.certain);
  if (operator?.family === 'numeric' && Number.isFinite(number)) return literal(String(number));
  if (operator?.family !== 'date') return text;
  const time = Number.isFinite(number) ? number * 1000 : Date.parse(text.certain);
  return Number.isFinite(time) ? literal(String(time)) : text;
}
