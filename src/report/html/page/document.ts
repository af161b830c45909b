import { createHash } from 'node:crypto';
import type { Markup } from './markup.ts';

/** Allows style and script by their hashes, and forbids everything else. */
export function contentPolicy({
  script = null,
  style,
}: {
  readonly script?: string | null;
  readonly style: string;
}): Markup {
  const rules = [
    "default-src 'none'",
    script === null ? "script-src 'none'" : `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return { markup: rules.join('; ') };
}

/** Content that stands between the tags as it is: a browser hashes every byte of it. */
export function element(name: 'style' | 'script', attributes: string, content: string): Markup {
  return { markup: `<${name}${attributes}>${content}</${name}>` };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
