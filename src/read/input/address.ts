/** One step of a module path: `module.<name>[<key>]`. */
export interface ModuleStep {
  readonly name: string;
  /** The instance key as written, with its brackets; empty without count and for_each. */
  readonly key: string;
}

/** Splits `module.a["x.y"].module.b[0]` (or a longer address) into its leading module steps and the rest. */
export function splitAddress(address: string): { steps: readonly ModuleStep[]; rest: string } {
  const steps: ModuleStep[] = [];
  let rest = address;
  for (;;) {
    const match = /^module\.([^.[]+)/.exec(rest);
    if (match === null) return { steps, rest };
    const [head, name = ''] = match;
    const key = leadingKey(rest.slice(head.length));
    steps.push({ name, key });
    rest = rest.slice(head.length + key.length).replace(/^\./, '');
  }
}

/** The bracketed index that the text begins with, quotes and escapes respected; else empty. */
export function leadingKey(text: string): string {
  if (!text.startsWith('[')) return '';
  let quoted = false;
  for (let i = 1; i < text.length; i++) {
    const c = text[i];
    if (quoted && c === '\\') i++;
    else if (c === '"') quoted = !quoted;
    else if (c === ']' && !quoted) return text.slice(0, i + 1);
  }
  return '';
}

/** The address of a module instance; empty for the root. */
export function printModule(steps: readonly ModuleStep[]): string {
  return steps.map(({ name, key }) => `module.${name}${key}`).join('.');
}

/** The instance key as Terraform prints it: `[0]`, `["eu"]`, or empty. */
export function printKey(index: unknown): string {
  if (typeof index === 'number') return `[${index}]`;
  return typeof index === 'string' ? `[${JSON.stringify(index)}]` : '';
}

/** The address of the block that makes an instance: without the keys of its modules and its own. */
export function blockOf(address: string): string {
  const { steps, rest } = splitAddress(address);
  const module = printModule(steps.map(({ name }) => ({ name, key: '' })));
  return joinAddress(module, rest.replace(/\[.*$/s, ''));
}

export function joinAddress(module: string, local: string): string {
  return module === '' ? local : `${module}.${local}`;
}
