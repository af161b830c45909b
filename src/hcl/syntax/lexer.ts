/** Steps through a text in the native syntax, far enough to tell blocks and arguments from what texts and comments hold. */
export interface Lexer {
  readonly at: () => number;
  /** The line of what comes next, from 1. */
  readonly line: () => number;
  /** Passes over white space, line ends and comments. */
  readonly skipLines: () => void;
  /** An identifier; null where there is none. */
  readonly word: () => string | null;
  /** A label of a block: an identifier or a text. */
  readonly label: () => string | null;
  readonly take: (sign: string) => boolean;
  /** The expression up to the end of its line, as written. */
  readonly expression: () => string;
  /** Gives up: what stands here, only a parser can tell. */
  readonly breakOff: () => void;
  readonly isBroken: () => boolean;
}

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const blank = /[ \t]+/y;
const heredoc = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/uy;
const maxNesting = 250;

export function lexer(text: string): Lexer {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let broken = false;
  let [line, counted] = [1, 0];

  const breakOff = (): void => {
    broken = true;
    at = text.length;
  };
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) return null;
    at += found.length;
    return found;
  };
  /** To behind the next occurrence. */
  const passBehind = (sign: string, from: number): void => {
    const end = text.indexOf(sign, from);
    if (end === -1) breakOff();
    else at = end + sign.length;
  };
  const lineComment = (): void => {
    const end = text.indexOf('\n', at);
    at = end === -1 ? text.length : end;
  };
  /** Passes over a comment; one to the end of its line leaves the line end. */
  const comment = (): boolean => {
    const [c, next] = [text[at], text[at + 1]];
    if (c === '#' || (c === '/' && next === '/')) lineComment();
    else if (c === '/' && next === '*') passBehind('*/', at + 2);
    else return false;
    return true;
  };
  const skipBlanks = (): void => {
    while (match(blank) !== null || (text.startsWith('/*', at) && comment()));
  };
  const skipLines = (): void => {
    for (;;) {
      skipBlanks();
      const c = text[at];
      if (c === '\n' || c === '\r') at++;
      else if (!comment()) return;
    }
  };

  /** A sequence that begins a template, escaped or not: passes over it. */
  const template = (depth: number): void => {
    const sign = text[at] ?? '';
    let end = at;
    while (text[end] === sign) end++;
    if (text[end] !== '{') at = end;
    else if (end - at > 1) at = end + 1;
    else {
      at = end + 1;
      brackets('}', depth + 1);
    }
  };
  /** From behind the opening quote to behind the closing one. */
  const quoted = (depth: number): void => {
    while (at < text.length) {
      const c = text[at];
      if (c === '"') {
        at++;
        return;
      }
      if (c === '\n' || c === '\r') break;
      if (c === '\\') at += 2;
      else if (c === '$' || c === '%') template(depth);
      else at++;
    }
    breakOff();
  };
  const hereDocument = (marker: string, depth: number): void => {
    let start = at;
    while (at < text.length) {
      const c = text[at];
      if (c === '\n') {
        if (start !== -1 && text.slice(start, at).trim() === marker) return;
        at++;
        start = at;
      } else if (c === '$' || c === '%') {
        const before = at;
        template(depth);
        if (text[before + 1] === '{') start = -1;
      } else at++;
    }
    if (start === -1 || text.slice(start, at).trim() !== marker) breakOff();
  };
  /** One element of an expression that may hide brackets and line ends: a text, a heredoc, a comment. */
  const hidden = (depth: number): boolean => {
    const c = text[at];
    if (c === '"') {
      at++;
      quoted(depth);
      return true;
    }
    if (c === '<' && text[at + 1] === '<') {
      heredoc.lastIndex = at;
      const found = heredoc.exec(text);
      if (found === null) return false;
      at += found[0].length;
      hereDocument(found[1] ?? '', depth);
      return true;
    }
    return comment();
  };
  /** To behind the bracket that closes what is open, line ends included. */
  function brackets(close: string, depth: number): void {
    if (depth > maxNesting) {
      breakOff();
      return;
    }
    while (at < text.length) {
      if (hidden(depth)) continue;
      const c = text[at] ?? '';
      at++;
      if (c === close) return;
      const inner = closing[c];
      if (inner !== undefined) brackets(inner, depth + 1);
      else if (c === ')' || c === ']' || c === '}') break;
    }
    breakOff();
  }
  const expression = (): string => {
    skipBlanks();
    const start = at;
    let end = at;
    while (at < text.length) {
      const c = text[at] ?? '';
      if (c === '\n' || c === '}') break;
      const isComment = c === '#' || (c === '/' && (text[at + 1] === '/' || text[at + 1] === '*'));
      const inner = closing[c];
      if (inner !== undefined) {
        at++;
        brackets(inner, 0);
      } else if (!hidden(0)) at++;
      if (!isComment && !/\s/.test(c)) end = at;
    }
    return text.slice(start, end);
  };

  return {
    at: () => at,
    line: () => {
      for (let end = text.indexOf('\n', counted); end !== -1 && end < at; line++) {
        counted = end + 1;
        end = text.indexOf('\n', counted);
      }
      return line;
    },
    skipLines,
    word: () => match(identifier),
    label: () => {
      skipBlanks();
      if (text[at] !== '"') return match(identifier);
      const start = at + 1;
      at++;
      quoted(0);
      return text.slice(start, at - 1);
    },
    take: (sign) => {
      skipBlanks();
      if (text[at] !== sign || (sign === '=' && text[at + 1] === '=')) return false;
      at++;
      return true;
    },
    expression,
    breakOff,
    isBroken: () => broken,
  };
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
