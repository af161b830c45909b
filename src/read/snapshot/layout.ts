import { isObject, type JsonObject } from '../input/json.ts';
import type { Json } from '../input/resource.ts';

/** Who takes a snapshot in, part by part. */
export interface LayoutTaker {
  /** The members before the keys; gives back what of them to keep. */
  readonly head: (head: JsonObject) => JsonObject;
  readonly key: (record: Json, index: number) => void;
}

/** Reads the layout that kmslint writes: members of the head, `"keys":[`, one record a line, `]`, members of the tail. */
export interface LayoutParser {
  /** False where it is another layout, which has to be read as a whole. */
  push(chunk: Buffer): boolean;
  /** Every member that was kept, but `keys`; null where it is another layout, or no JSON. */
  end(): JsonObject | null;
}

/** A line longer than this, in bytes, is not of this layout. */
const longest = 256e6;
const newline = 0x0a;

/** Parses line by line: memory holds one record at a time. What the taker throws passes through. */
export function parseLayout(taker: LayoutTaker): LayoutParser {
  let pieces: Buffer[] = [];
  let size = 0;
  let part: 'head' | 'keys' | 'tail' | 'other' = 'head';
  let text = '';
  let head: JsonObject = {};
  let count = 0;

  const takeLine = (line: string): typeof part => {
    if (part === 'head') {
      text += line;
      const opening = /,\s*"keys"\s*:\s*\[\s*$/.exec(line);
      if (opening === null) return text.length > longest ? 'other' : 'head';
      const parsed = parseObject(`${text.slice(0, text.length - opening[0].length)}}`);
      if (parsed === null) return 'other';
      text = '';
      head = taker.head(parsed);
      return 'keys';
    }
    if (part === 'tail') {
      text += line;
      return 'tail';
    }
    const record = line.trim();
    if (record.startsWith(']')) {
      text = record;
      return 'tail';
    }
    const parsed = parseObject(record.endsWith(',') ? record.slice(0, -1) : record);
    if (parsed === null) return 'other';
    taker.key(parsed, count++);
    return 'keys';
  };
  const flush = (): void => {
    const line = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    pieces = [];
    size = 0;
    if (part !== 'other' && line !== undefined && line.length > 0)
      part = takeLine(line.toString('utf8'));
  };
  const keep = (piece: Buffer): void => {
    pieces.push(piece);
    size += piece.length;
    if (size > longest) part = 'other';
  };
  return {
    push: (chunk) => {
      let start = 0;
      let end = chunk.indexOf(newline);
      while (end !== -1) {
        keep(chunk.subarray(start, end));
        flush();
        start = end + 1;
        end = part === 'other' ? -1 : chunk.indexOf(newline, start);
      }
      if (part !== 'other' && start < chunk.length) keep(chunk.subarray(start));
      return part !== 'other';
    },
    end: () => {
      if (part !== 'other') flush();
      const tail = part === 'tail' ? parseObject(`{${text.replace(/^\]\s*,?/, '')}`) : null;
      return tail === null ? null : { ...head, ...tail };
    },
  };
}

function parseObject(text: string): JsonObject | null {
  try {
    const json: Json = JSON.parse(text);
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
}
