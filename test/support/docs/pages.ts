import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { marked, type Token } from 'marked';
import { slug } from '../../../docs/.vitepress/pages.js';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A page of the project, by its path from the root. */
export interface DocPage {
  readonly path: string;
  readonly text: string;
}

export function readDoc(path: string): DocPage {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}

/** Every page in Markdown that is under version control, or about to be. */
export function allDocs(): readonly DocPage[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'];
  const names = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\n');
  return [...new Set(names)]
    .filter((name) => name !== '' && existsSync(join(root, name)))
    .map(readDoc);
}

/** Every token of a page, the inner ones too. */
export function tokensOf({ text }: DocPage): readonly Token[] {
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(text), (token) => {
    tokens.push(token);
  });
  return tokens;
}

/** The blocks of code of a language. */
export function blocksOf(page: DocPage, language: string): readonly string[] {
  return tokensOf(page).flatMap((token) =>
    token.type === 'code' && (token['lang'] ?? '') === language ? [String(token['text'])] : [],
  );
}

/** The links and pictures of a page that lead to a file or a heading that is not there. */
export function brokenLinks(page: DocPage): readonly string[] {
  return targetsOf(page).filter((target) => !isThere(page, target));
}

const own = /^https:\/\/github\.com\/kmslint\/kmslint\/(?:blob|tree)\/(?:main|HEAD)\//;

function targetsOf(page: DocPage): readonly string[] {
  return tokensOf(page).flatMap((token) => {
    if (token.type === 'link' || token.type === 'image') return [String(token['href'])];
    if (token.type !== 'html') return [];
    return [...token.raw.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, target = '']) => target);
  });
}

function isThere({ path }: DocPage, target: string): boolean {
  if (target.startsWith('mailto:')) return true;
  if (/^https?:/.test(target) && !own.test(target)) return URL.canParse(target);
  const [file = '', anchor] = decodeURI(target.replace(own, '')).split('#');
  const from = own.test(target) ? '' : dirname(path);
  const name = file === '' ? path : normalize(join(from, file));
  if (name.startsWith('..') || !existsSync(join(root, name))) return false;
  if (anchor === undefined) return true;
  if (!name.endsWith('.md') || statSync(join(root, name)).isDirectory())
    return /^L\d+$/.test(anchor);
  return anchorsOf(readDoc(name)).has(anchor);
}

/** The names that a code host gives to headings. */
function anchorsOf(page: DocPage): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const names = tokensOf(page).flatMap((token) => {
    if (token.type !== 'heading') return [];
    const plain = String(token['text']).replaceAll(/`|\[([^\]]*)\]\([^)]*\)/g, '$1');
    const name = slug(plain);
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return [count === 0 ? name : `${name}-${count}`];
  });
  return new Set(names);
}
