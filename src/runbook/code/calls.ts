import { dirname, join } from 'node:path';
import type { Written } from './written.ts';
import type { Replaced } from '../replaced.ts';
import { comment } from '../../rule/remedy/blocks.ts';
import type { CodeChange } from './change.ts';
import { nameIn } from '../../rule/remedy/names.ts';

/** Where the module of the key is called, and who else calls it: what changes in a module changes for every call. */
export function callsOf(replaced: Replaced, written: Written): readonly CodeChange[] {
  const { key, states } = replaced;
  const own = moduleOf(key.subject);
  if (own === '') return [];
  const place = written.placeOf(key);
  const others = states.present.keys.filter((other) => {
    const at = written.placeOf(other);
    return other !== key && at?.path === place?.path && at?.line === place?.line;
  });
  const scope = states.present.scopes.find(({ id }) => id === key.scope);
  const root = scope?.directory ?? scope?.rootModule ?? '.';
  const modules = [...new Set([own, ...others.map(({ subject }) => moduleOf(subject))])];
  const lines = modules.map((module) => {
    const at = placeOfCall(module, root, written);
    return comment(`${module.slice(0, -1)}${at === null ? '' : `, called at ${at}`}`);
  });
  return [
    {
      kind: 'add',
      place: place?.path ?? null,
      lines: [
        comment(
          'the key is made by a module; what follows stands in the module, and counts for each call of it:',
        ),
        ...lines,
      ],
    },
  ];
}

function moduleOf(subject: string): string {
  return nameIn(subject)?.module ?? '';
}

/** Follows the calls of local modules from the root. */
function placeOfCall(module: string, root: string, written: Written): string | null {
  const names = [...module.matchAll(/module\.([\w-]+)/g)].map(([, name]) => name);
  let folder = root;
  let at: string | null = null;
  for (const name of names) {
    const call = written
      .blocksIn(folder)
      .find(({ type, labels }) => type === 'module' && labels[0] === name);
    if (call === undefined) return null;
    at = `${call.path}:${call.line}`;
    const source = /^"(\.{1,2}\/[^"$]*)"$/.exec(call.arguments.get('source')?.source ?? '')?.[1];
    if (source === undefined) return name === names.at(-1) ? at : null;
    folder = join(dirname(call.path), source);
  }
  return at;
}
