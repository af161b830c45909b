// Which pages the site has beside those that lie in docs/: one for each rule, format and integration. Their text is read where it
// stands, when the site is built, and is nowhere twice.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(`${root}${name}`, 'utf8');

/** A page whose text stands elsewhere. */
const pageOf = (id, content) => ({ params: { id }, content });

/** One for each rule: the page in its folder. */
export function rulePages() {
  const folders = readdirSync(`${root}rules`, { withFileTypes: true });
  return folders
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => pageOf(name, read(`rules/${name}/README.md`)));
}

/** One for each format: a heading of docs/formats.md may stand for several. */
export function formatPages() {
  return sectionsOf(read('docs/formats.md')).flatMap(({ heading, text }) =>
    /^[a-z]+(?:, [a-z]+)*(?: and [a-z]+)?$/.test(heading)
      ? heading.split(/, | and /).map((name) => pageOf(name, `# ${name}\n${text}`))
      : [],
  );
}

/** One for each integration: the sections of docs/integrations.md. */
export function integrationPages() {
  return sectionsOf(read('docs/integrations.md')).map(({ heading, text }) =>
    pageOf(slug(heading), `# ${heading}\n${text}`),
  );
}

function sectionsOf(page) {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return { heading: heading.trim(), text: lines.join('\n') };
    });
}

/** The file of the repository that a page of the site shows. */
export function sourceOf(path) {
  if (path === 'index.md') return 'README.md';
  const [, folder, name] = /^(rules|formats|integrations)\/([^/]+)\.md$/.exec(path) ?? [];
  if (folder === 'rules') return `rules/${name}/README.md`;
  return folder === undefined ? `docs/${path}` : `docs/${folder}.md`;
}

/** The name of a heading, as a code host has it: links to it hold in both places. */
export function slug(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

const hosted = 'https://github.com/kmslint/kmslint/blob/main/';

/** The text of a page with its links as the site has them: what is no page of it is read where the code is. */
export function siteLinks(text, source) {
  return text.replaceAll(
    /(\]\()((?!https?:|mailto:|#|\/)[^)\s#]+)(#[^)\s]*)?(?=\))/g,
    (_, open, target, anchor = '') => {
      const path = new URL(target, `file:///${source}`).pathname.slice(1);
      return `${open}${addressOf(path)}${anchor}`;
    },
  );
}

/** @param {string} path */
function addressOf(path) {
  if (path === 'README.md') return '/';
  const rule = /^rules\/([^/]+)\/README\.md$/.exec(path)?.[1];
  if (rule !== undefined) return `/rules/${rule}`;
  if (path.startsWith('docs/pictures/')) return path.slice('docs'.length);
  const page = /^docs\/([\w-]+)\.md$/.exec(path)?.[1];
  return page === undefined ? `${hosted}${path}` : `/${page}`;
}
