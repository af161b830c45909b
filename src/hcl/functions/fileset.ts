import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join, posix, sep } from 'node:path';
import type { Minimatch } from 'minimatch';
import { library } from '../../text/library.ts';
import { setOf } from '../value/sets.ts';
import type { Sandbox } from '../sandbox.ts';
import { LimitError, text, unknownVal, type Val } from '../value/value.ts';

const maxFiles = 10_000;
const longestPattern = 1000;
/** More alternatives in braces than anybody writes. */
const mostAlternatives = 100;
/**
 * What Terraform's matcher reads otherwise: Bash's sequences, braces in braces, with a slash or without a comma, classes
 * that begin with `!` or `]`, end in `-` or hold `[:`, brackets that are never closed, and `**` after `**`.
 */
const foreign =
  /\{[^{}]*(?:\.\.[^{}]*\}|[{/])|\{[^{},]*\}|\[[\]!]|\[[^\]]*(?:\[:|\{|-\])|\[[^\]]*$|\{[^}]*$|\*\*\/\*\*/;

/** The files below a directory that a pattern matches, as Terraform's `fileset` gives them. */
export function matchFiles(directory: string, written: string, sandbox: Sandbox): Val {
  const pattern = posix.normalize(`./${written}`).replace(/\/$/, '');
  const [ups] = /^(?:\.\.\/)*/.exec(pattern) ?? [''];
  const top = sandbox.directory(join(directory, ups));
  if (top === null)
    return unknownVal('unreadable-input', `fileset in a directory outside the repository`);
  const matcher = matcherOf(pattern.slice(ups.length));
  if (matcher === null) return unknownVal('unsupported-function', 'fileset() with such a pattern');
  const found: Val[] = [];
  const pending = [''];
  let seen = 0;
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    for (const entry of readdirSync(join(top, below), { withFileTypes: true })) {
      if (++seen > maxFiles) throw new LimitError('fileset finds too many files');
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (isDirectory(entry, join(top, name), sandbox)) {
        if (matcher.match(name, true)) pending.push(name);
      } else if (matcher.match(name) && isFile(entry, join(top, name)))
        found.push(text(ups + name));
    }
  }
  return setOf(found);
}

/** Matches without going back, whatever the pattern; null for what Terraform reads in another way. */
function matcherOf(pattern: string): Minimatch | null {
  if (pattern.length > longestPattern) throw new LimitError('the pattern is too long');
  if (foreign.test(pattern)) return null;
  const { Minimatch: Matcher } = library('minimatch');
  return new Matcher(pattern, {
    braceExpandMax: mostAlternatives,
    dot: true,
    nocomment: true,
    noext: true,
    nonegate: true,
    platform: 'linux',
  });
}

function isDirectory(entry: Dirent, path: string, { directory }: Sandbox): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const real = directory(path);
  return real !== null && !path.startsWith(real + sep);
}

/** A link counts as what it leads to. */
function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
