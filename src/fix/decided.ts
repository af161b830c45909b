/** A value that decides for every instance and every caller, and that can be written otherwise. */
export function isPlainValue(source: string): boolean {
  return /^(?:true|false|null|-?\d+(?:\.\d+)?|"(?:true|false|-?\d+(?:\.\d+)?)")$/.test(source);
}

const text = /^"(?:[^"\\$%]|\\.|[$%](?!\{))*"$/;
const resourceAttribute =
  /^(?!(?:var|local|each|count|module|data|path|self|terraform|ephemeral|provider)\.)[a-z]\w*\.[\w-]+\.\w+$/;

/** Whether an expression is the same for every instance and every caller: a literal, or an attribute of a resource. */
export function isDecided(source: string): boolean {
  return isPlainValue(source) || text.test(source) || resourceAttribute.test(source);
}

/** The variable that an expression hands on as it is; null for any other expression. */
export function variableIn(source: string): string | null {
  return /^var\.([\p{ID_Start}_][\p{ID_Continue}-]*)$/u.exec(source)?.[1] ?? null;
}
