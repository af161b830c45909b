import { readFileSync } from 'node:fs';

/** The page of a rule, as Markdown: the README in its folder, which the package ships. Seen from `dist/`, it is as near. */
export function readPage(ruleId: string): string {
  return readFileSync(new URL(`../rules/${ruleId}/README.md`, import.meta.url), 'utf8');
}
