import { fail, list, object, text, type Val } from '../../value/value.ts';
import { checkLength } from '../../value/work.ts';

/** The rows of a CSV text as objects by the names of the first one, as Go reads them. */
export function decodeCsv(content: string): Val {
  const [header, ...rows] = rowsOf(content);
  if (header === undefined) return fail('the text is not CSV');
  if (new Set(header).size < header.length) fail('two columns of the CSV have one name');
  checkLength(rows.length);
  return list(
    rows.map((row) => {
      if (row.length !== header.length) fail('a row of the CSV has another number of columns');
      return object(new Map(header.map((name, i) => [name, text(row[i] ?? '')])));
    }),
  );
}

/** Fields in quotes may hold commas and line breaks; empty lines are none. */
function rowsOf(content: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const source = content.replaceAll('\r\n', '\n');
  for (let at = 0; at < source.length;) {
    if (source[at] === '\n') {
      at++;
      continue;
    }
    const row: string[] = [];
    for (let isLast = false; !isLast;) {
      const { field, next } = source[at] === '"' ? quotedAt(source, at) : bareAt(source, at);
      row.push(field);
      isLast = source[next] !== ',';
      at = next + 1;
    }
    rows.push(row);
  }
  return rows;
}

interface Field {
  readonly field: string;
  /** Where its comma or line break stands. */
  readonly next: number;
}

function bareAt(source: string, start: number): Field {
  let next = start;
  while (next < source.length && source[next] !== ',' && source[next] !== '\n') next++;
  const field = source.slice(start, next);
  return field.includes('"') ? fail('a quote stands in a field of the CSV') : { field, next };
}

function quotedAt(source: string, start: number): Field {
  const pieces: string[] = [];
  for (let from = start + 1; ;) {
    const quote = source.indexOf('"', from);
    if (quote < 0) return fail('a quote of the CSV is never closed');
    const isDoubled = source[quote + 1] === '"';
    pieces.push(source.slice(from, isDoubled ? quote + 1 : quote));
    from = quote + (isDoubled ? 2 : 1);
    if (isDoubled) continue;
    const after = source[from];
    const isEnd = after === undefined || after === ',' || after === '\n';
    return isEnd ? { field: pieces.join(''), next: from } : fail('text follows a quote of the CSV');
  }
}
