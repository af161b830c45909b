import type { OutlinedBlock } from '../../../hcl/syntax/outline.ts';

/** A module call, as it is found without a parser. */
export interface WrittenCall {
  readonly name: string;
  /** Where the module comes from, without quotes. */
  readonly source: string;
  readonly version: string | null;
  /** Whether it is written out that the call makes no instance. */
  readonly isOff: boolean;
  /** The file's name, and the line that the call begins on. */
  readonly file: string;
  readonly line: number;
}

/** What a file holds: its blocks, and whether it overrides those of the others. */
export interface OutlinedFile {
  readonly name: string;
  readonly isOverride: boolean;
  readonly blocks: readonly OutlinedBlock[];
}

/** The module calls of a directory's files, the overriding ones last. */
export function callsIn(files: readonly OutlinedFile[]): readonly WrittenCall[] {
  const found = new Map<string, { readonly block: OutlinedBlock; readonly file: string }>();
  for (const { name: file, isOverride, blocks } of files) {
    for (const block of blocks) {
      if (block.type !== 'module') continue;
      const [name = ''] = block.labels;
      const before = found.get(name);
      if (before === undefined) found.set(name, { block, file });
      else if (isOverride) found.set(name, { ...before, block: merged(before.block, block) });
    }
  }
  return [...found].map(([name, { block, file }]) => ({
    name,
    source: unquoted(block.args.get('source') ?? ''),
    version: block.args.has('version') ? unquoted(block.args.get('version') ?? '') : null,
    isOff: isOff(block),
    file,
    line: block.line,
  }));
}

function merged(base: OutlinedBlock, over: OutlinedBlock): OutlinedBlock {
  return {
    ...base,
    args: new Map([...base.args, ...over.args]),
    blocks: [...over.blocks, ...base.blocks],
  };
}

/** The text of a literal; anything else as written. */
export function unquoted(source: string): string {
  return /^"(.*)"$/s.exec(source)?.[1] ?? source;
}

const nothing: ReadonlySet<string> = new Set(['0', '{}', '[]', 'toset([])', 'tomap({})']);

function isOff({ args, blocks }: OutlinedBlock): boolean {
  const enabled = blocks.find(({ type }) => type === 'lifecycle')?.args.get('enabled');
  const guards = [args.get('count'), args.get('for_each')];
  return (
    enabled === 'false' ||
    guards.some((guard) => guard !== undefined && nothing.has(guard.replaceAll(/\s+/g, '')))
  );
}
