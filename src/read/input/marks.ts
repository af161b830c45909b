import { isArray, isObject, member } from './json.ts';
import type { Json } from './resource.ts';

/** Marks are `true` at a sensitive leaf; one below an attribute covers all of it, and so does what is no mark. */
export function isMarked(marks: Json | undefined, name: string): boolean {
  return holdsMark(isObject(marks) ? (member(marks, name) ?? false) : (marks ?? false));
}

/** Whether a mark, or one inside of it, is set. */
export function holdsMark(marks: Json): boolean {
  const pending: Json[] = [marks];
  for (let mark = pending.pop(); mark !== undefined; mark = pending.pop()) {
    if (isArray(mark)) for (const inner of mark) pending.push(inner);
    else if (isObject(mark)) for (const inner of Object.values(mark)) pending.push(inner);
    else if (mark !== false && mark !== null) return true;
  }
  return false;
}
