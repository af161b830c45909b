/** Something the user can mend: one line on standard error, exit code 2, no stack. */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  /** What is told, line by line. */
  get lines(): readonly string[] {
    return [this.message];
  }
}

/** Several things that the user can mend at once: a line for each. */
export class UserErrors extends UserError {
  override readonly name: string = 'UserErrors';
  readonly #lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.#lines = lines;
  }

  override get lines(): readonly string[] {
    return this.#lines;
  }
}

/** An input that cannot be read: what is wrong, where, and what to do about it. */
export class InputError extends UserError {
  override readonly name: string = 'InputError';
  readonly path: string;
  readonly what: string;
  readonly hint: string;
  readonly pointer: string | null;

  constructor(path: string, what: string, hint: string, pointer: string | null = null) {
    super(`${path}${pointer === null ? '' : `#${pointer}`}: ${what}; ${hint}`);
    this.path = path;
    this.what = what;
    this.hint = hint;
    this.pointer = pointer;
  }
}

/** An input that is whole, and something else than what is judged: named it is an error, found it is passed over. */
export class OtherInputError extends InputError {}
