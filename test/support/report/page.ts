/** A rule's README, taken apart. */
export interface Page {
  readonly title: string;
  readonly summary: string;
  /** The line of severity and sources. */
  readonly facts: string;
  readonly headings: readonly string[];
  readonly sections: ReadonlyMap<string, string>;
}

/** Splits a page at its headings; hashes inside code blocks are no headings. */
export function readPage(text: string): Page {
  const sections = new Map<string, string>();
  const headings: string[] = [];
  let name = '';
  let isCode = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) isCode = !isCode;
    if (!isCode && line.startsWith('#')) {
      name = line;
      headings.push(line);
      sections.set(line, '');
    } else {
      sections.set(name, `${sections.get(name) ?? ''}${line}\n`);
    }
  }
  const [title = ''] = headings;
  const [summary = '', facts = '', ...rest] = paragraphs(sections.get(title) ?? '');
  return { title, summary, facts: [facts, ...rest].join('\n'), headings, sections };
}

/** Paragraphs with their line breaks and indents folded. */
export function paragraphs(section: string): readonly string[] {
  return section
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim().replaceAll(/\s+/g, ' '))
    .filter((paragraph) => paragraph !== '');
}

/** List items with their line breaks and indents folded. */
export function items(section: string): readonly string[] {
  return section
    .split(/\n(?=- )|\n\n/)
    .map((item) => item.trim().replaceAll(/\s+/g, ' '))
    .filter((item) => item.startsWith('- '))
    .map((item) => item.slice(2));
}

/** The code blocks of one language. */
export function codeBlocks(text: string, language: string): readonly string[] {
  const blocks = text.split('\n```').filter((_, i) => i % 2 === 1);
  return blocks
    .filter((block) => block.startsWith(`${language}\n`))
    .map((block) => block.slice(language.length + 1));
}

/** Why the text cannot be HCL as it stands; null where brackets and quotes are balanced. */
export function imbalance(hcl: string): string | null {
  const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };
  const open: string[] = [];
  for (const line of hcl.split('\n')) {
    const text = line.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
    if (text.includes('"')) return `a quote without its end: ${line}`;
    for (const c of text) {
      const wanted = closing[c];
      if (wanted !== undefined) open.push(wanted);
      else if ('}])'.includes(c) && open.pop() !== c) return `${c} without its beginning: ${line}`;
    }
  }
  return open.length === 0 ? null : `without its end: ${open.join(' ')}`;
}
