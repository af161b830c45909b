import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setOf } from '../value/sets.ts';
import type { Sandbox } from '../sandbox.ts';
import { fail, LimitError, text, unknownVal, type Val } from '../value/value.ts';

const maxFiles = 10_000;

/** The files below a directory that a pattern matches, as Terraform's `fileset` gives them. */
export function matchFiles(directory: string, pattern: string, sandbox: Sandbox): Val {
  const top = sandbox.directory(directory);
  if (top === null)
    return unknownVal('unreadable-input', `fileset in a directory outside the repository`);
  const expression = patternOf(pattern);
  const found: Val[] = [];
  const pending = [''];
  let seen = 0;
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    for (const entry of readdirSync(join(top, below), { withFileTypes: true })) {
      if (++seen > maxFiles) throw new LimitError('fileset finds too many files');
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) pending.push(name);
      else if (entry.isFile() && expression.test(name)) found.push(text(name));
    }
  }
  return setOf(found);
}

function patternOf(pattern: string): RegExp {
  const translated = pattern.replaceAll(/\*\*\/?|[*?{},]|[.+^$()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part === '{') return '(?:';
    if (part === '}') return ')';
    return part === ',' ? '|' : `\\${part}`;
  });
  try {
    return new RegExp(`^${translated}$`, 'u');
  } catch {
    return fail('that is no pattern');
  }
}
