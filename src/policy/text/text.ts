import { spoken } from '../../model/symbol.ts';
import type { TextPart } from '../../model/value.ts';

/** A string of a policy, with symbols where it is not known. */
export interface Text {
  readonly parts: readonly TextPart[];
  /** Equal texts have equal keys. */
  readonly key: string;
  /** The string itself where all of it is known. */
  readonly certain: string | null;
}

/** A text of literal pieces and symbols. */
export function textOf(parts: readonly TextPart[]): Text {
  const merged = merge(parts);
  const [first] = merged;
  if (first === undefined) return literal('');
  if (merged.length === 1 && typeof first === 'string') return literal(first);
  return { parts: merged, key: `$${JSON.stringify(merged)}`, certain: null };
}

/** A text of which all is known. */
export function literal(string: string): Text {
  return { parts: string === '' ? [] : [string], key: `=${string}`, certain: string };
}

/** The symbols of a text, in order. */
export function symbolsOf(text: Text): readonly string[] {
  return text.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.symbol]));
}

/** Changes the literal pieces only. */
export function mapLiterals(text: Text, change: (piece: string) => string): Text {
  if (text.certain !== null) {
    const changed = change(text.certain);
    return changed === text.certain ? text : literal(changed);
  }
  return textOf(text.parts.map((part) => (typeof part === 'string' ? change(part) : part)));
}

/** As a person reads it: symbols stand as `${symbol}`. */
export function printText(text: Text): string {
  if (text.certain !== null) return text.certain;
  return text.parts.map((p) => (typeof p === 'string' ? p : `\${${spoken(p.symbol)}}`)).join('');
}

/** Cuts a text at a separator in its literal pieces. */
export function splitText(text: Text, separator: string): readonly Text[] {
  const fields: TextPart[][] = [[]];
  for (const part of text.parts) {
    if (typeof part === 'string') {
      for (const [index, piece] of part.split(separator).entries()) {
        if (index > 0) fields.push([]);
        fields.at(-1)?.push(piece);
      }
    } else fields.at(-1)?.push(part);
  }
  return fields.map(textOf);
}

function merge(parts: readonly TextPart[]): readonly TextPart[] {
  const merged: TextPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string')
      merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return merged;
}
