import { readFileSync } from 'node:fs';
import { assetText, isOneFile } from '../src/text/assets.ts';

/** The page of a rule, as Markdown: the README in its folder, which the package ships. Seen from `dist/`, it is as near. */
export function readPage(ruleId: string): string {
  if (isOneFile) return assetText(`rules/${ruleId}/README.md`);
  return readFileSync(new URL(`../rules/${ruleId}/README.md`, import.meta.url), 'utf8');
}
