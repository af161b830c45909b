import type { SourceLocation } from '../../model/location.ts';
import type { Block } from '../../hcl/language/source.ts';
import { fail } from '../../hcl/value/value.ts';
import type { Config } from './unit.ts';
import type { Reader } from '../unit/reader.ts';

/** A file that Terragrunt writes beside the module's own before it runs it. */
export interface GeneratedFile {
  readonly name: string;
  readonly content: string;
  /** What happens where the module has a file of this name. */
  readonly ifExists: 'overwrite' | 'skip';
  /** The argument that holds the content. */
  readonly at: SourceLocation;
}

/** The HCL files that a unit's `generate` blocks write; a later file's block replaces one of its name. */
export function generatedFiles(chain: readonly Config[], reader: Reader): readonly GeneratedFile[] {
  const blocks = new Map<string, readonly [Config, Block]>();
  for (const config of chain) {
    for (const block of config.blocks('generate')) {
      blocks.set(block.labels[0] ?? '', [config, block]);
    }
  }
  return [...blocks.values()].flatMap(([config, block]) => {
    const file = generate(config, block, reader);
    return file === null ? [] : [file];
  });
}

/** Whether a generated file of this name is part of the module: it stands beside its files. */
export function isSource(name: string): boolean {
  return /^(?:\.\/)?[^/]+\.(?:tf|tofu)$/.test(name);
}

function generate(
  config: Config,
  { body, labels, at }: Block,
  reader: Reader,
): GeneratedFile | null {
  const { args } = body;
  const [path, contents] = [args.get('path'), args.get('contents')];
  if (path === undefined || contents === undefined) {
    return fail(`generate "${labels[0] ?? ''}" wants a path and contents`);
  }
  if (args.get('disable')?.source.trim() === 'true') return null;
  const [name, content] = [config.valueOf(path), config.valueOf(contents)];
  if (name.t === 'string' && !isSource(name.v)) return null;
  if (name.t !== 'string' || content.t !== 'string') {
    reader.note({
      reason: 'unresolved-reference',
      what: `${reader.show(config.frame.file)}: what generate "${labels[0] ?? ''}" writes cannot be told`,
      at,
    });
    return null;
  }
  const ifExists = args.get('if_exists')?.source.includes('skip') === true ? 'skip' : 'overwrite';
  return { name: name.v.replace(/^\.\//, ''), content: content.v, ifExists, at: contents.at };
}
