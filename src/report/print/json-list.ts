import { escapeJson } from '../../text/escape.ts';

/** A JSON array that is printed element by element, as `JSON.stringify(…, null, 2)` prints the whole. */
export interface JsonList {
  readonly add: (element: object) => string;
  readonly end: () => string;
}

/** @param depth how deep in the document the array stands */
export function openList(depth: number): JsonList {
  const margin = '  '.repeat(depth);
  let isEmpty = true;
  return {
    add: (element) => {
      const opening = isEmpty ? '[' : ',';
      isEmpty = false;
      return `${opening}\n${margin}  ${printJson(element, depth + 1)}`;
    },
    end: () => (isEmpty ? '[]' : `\n${margin}]`),
  };
}

/** A value inside of a document, harmless for whoever prints it. */
export function printJson(value: unknown, depth: number): string {
  return escapeJson(JSON.stringify(value, null, 2)).replaceAll('\n', `\n${'  '.repeat(depth)}`);
}
