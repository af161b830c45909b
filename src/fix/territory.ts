import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { decode } from '../hcl/sandbox.ts';
import { explain } from '../read/input/load.ts';
import { repositoryOf } from '../read/input/root-module.ts';

/** A file that may be changed, or why it may not. */
export type Permission =
  | {
      /** Real path. */
      readonly path: string;
      /** The repository, or the directory that was named. */
      readonly root: string;
      /** Without a byte order mark. */
      readonly text: string;
      /** The byte order mark, or nothing. */
      readonly mark: string;
    }
  | { readonly refused: string };

/** Tells of paths as findings print them whether their files may be changed. */
export type Territory = (path: string) => Permission;

/** Directories whose files are fetched or made by a tool, which would overwrite a change. */
const made: ReadonlySet<string> = new Set([
  '.git',
  '.terraform',
  '.terragrunt-cache',
  '.terragrunt-stack',
  'cdktf.out',
  'node_modules',
]);

const byteOrderMark = '\uFEFF';

const byTool =
  /\b(?:(?:auto-?)?generated (?:by|from|file|code)|code generated|do not (?:edit|modify))\b/i;

/**
 * What lies in the repositories of the inputs, links resolved, in the native syntax, and was written by hand.
 * @param directory what printed paths are relative to
 */
export function territory(directory: string, inputs: readonly string[]): Territory {
  const top = realpathSync(directory);
  const roots = new Set(inputs.map((input) => rootOf(resolve(directory, input))));
  return (path) => {
    try {
      const real = realpathSync(resolve(top, path));
      if (![path, real].every((one) => /\.(?:tf|tofu)$/.test(one)))
        return { refused: 'only .tf and .tofu files are changed' };
      const root = [...roots].find((one) => real.startsWith(withSeparator(one)));
      const nearest = repositoryOf(dirname(real));
      if (root === undefined || (nearest !== null && !roots.has(nearest)))
        return { refused: 'it lies outside the repository' };
      if (
        relative(root, real)
          .split(sep)
          .some((name) => made.has(name))
      )
        return { refused: 'it was fetched or generated' };
      const bytes = readFileSync(real);
      const text = decode(bytes);
      if (text === null) return { refused: 'it is not UTF-8' };
      if (byTool.test(headOf(text))) return { refused: 'its first lines say that a tool made it' };
      const mark = bytes.toString('utf8', 0, 3) === byteOrderMark ? byteOrderMark : '';
      return { path: real, root: nearest ?? root, text, mark };
    } catch (error) {
      return { refused: explain(error) };
    }
  };
}

/** The repository around an input, else its directory. */
function rootOf(path: string): string {
  const real = realpathSync(path);
  const directory = statSync(real).isDirectory() ? real : dirname(real);
  return repositoryOf(directory) ?? directory;
}

function withSeparator(root: string): string {
  return root.endsWith(sep) ? root : root + sep;
}

/** The comments that a file begins with. */
function headOf(text: string): string {
  return /^(?:\s*(?:(?:#|\/\/).*|\/\*[\s\S]*?\*\/))*/.exec(text)?.[0] ?? '';
}
