/** A place in a text file. Lines and columns count from 1; columns count UTF-16 units. */
export interface SourceLocation {
  readonly kind: 'source';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly policy?: string;
  /** The construct of the program that wrote the file, where it says which: `keys/signing/key`. */
  readonly construct?: string;
  /** The calls that lead from the root module to the module that it counts in, the outermost first; absent in a root module. */
  readonly calls?: readonly Call[];
  /** The call that the value comes from, where it is passed. */
  readonly passed?: Passed;
  /** The call that leaves the value to the default of a variable, where it could pass it. */
  readonly omitted?: Omitted;
}

/** A module call between a root module and a place. */
export interface Call {
  /** As Terraform prints it: `module.data.module.kms`. */
  readonly call: string;
  /** The argument that hands on the value; the call's block where it hands on nothing of it. */
  readonly at: SourceLocation;
  /** The name of that argument; null where there is none. */
  readonly argument: string | null;
}

/** A call that passes a value to the module in which it counts. */
export interface Passed {
  /** As Terraform prints it: `module.data.module.kms`. */
  readonly call: string;
  /** The argument of the call. */
  readonly at: SourceLocation;
  /** How many calls hand it on unchanged, this one included; absent where one of them changes it. */
  readonly unchanged?: number;
}

/** A call that does not set a variable of the module that it calls. */
export interface Omitted {
  readonly variable: string;
  /** The call's block. */
  readonly call: SourceLocation;
}

/** A place in a plan: file and RFC 6901 pointer; the configuration's place too, where it is at hand. */
export interface PlanLocation {
  readonly kind: 'plan';
  readonly path: string;
  readonly pointer: string;
  readonly source: SourceLocation | null;
  readonly policy?: string;
}

/** A fact that AWS told: the ARN it is about, the API call that told it, the snapshot that recorded it. */
export interface LiveLocation {
  readonly kind: 'live';
  readonly path: string | null;
  readonly arn: string;
  readonly call: string;
  readonly policy?: string;
}

/**
 * Where a fact was read. Rules never build one, they point at a value that carries it. `policy` is an RFC 6901 pointer into
 * the policy that stands there.
 */
export type Location = SourceLocation | PlanLocation | LiveLocation;

/** The place with a pointer into the policy that stands there. */
export function withPointer(at: Location, policy: string | undefined): Location {
  return policy === undefined || policy === '' ? at : { ...at, policy };
}

/** Appends tokens to an RFC 6901 pointer, escaped. */
export function pointerTo(base: string, ...tokens: readonly (string | number)[]): string {
  let pointer = base;
  for (const token of tokens) {
    pointer += `/${typeof token === 'string' && /[~/]/.test(token) ? escapeToken(token) : token}`;
  }
  return pointer;
}

function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The tokens of an RFC 6901 pointer. */
export function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The location of a member of the value at `at`; only plan locations can be refined. */
export function memberOf(at: Location, ...tokens: readonly (string | number)[]): Location {
  return at.kind === 'plan' ? { ...at, pointer: pointerTo(at.pointer, ...tokens) } : at;
}

/** The file a fact was read from; null for a live answer that was never recorded. */
export function pathOf(at: Location): string | null {
  return at.path;
}
