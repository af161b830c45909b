import type { Drawing } from '../draw/drawing.ts';

// Elements are made one by one and filled with text nodes: nothing that the report tells is ever parsed as markup.

/** An element of the page that the page itself made. */
export function find<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.querySelector(`#${id}`);
  if (element instanceof type) return element;
  throw new Error(`the page has no #${id}`);
}

/** A new element with a class, holding texts and other elements. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  kind: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (kind !== '') element.className = kind;
  element.append(...children);
  return element;
}

/** A link to a page of a rule: the only addresses in a report are the program's own. */
export function makeLink(address: string, text: string): HTMLElement {
  const link = make('a', 'rule', text);
  link.href = address;
  link.rel = 'noreferrer';
  return link;
}

/** A drawing as SVG elements. */
export function paint(drawing: Drawing): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', drawing.tag);
  for (const [name, value] of Object.entries(drawing.attributes)) element.setAttribute(name, value);
  element.append(
    ...drawing.children.map((child) => (typeof child === 'string' ? child : paint(child))),
  );
  return element;
}
