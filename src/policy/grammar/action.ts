import { keyActions, otherActions } from '../../generated/policy-authorization.js';
import { suggest } from '../../text/suggest.ts';
import type { Problem } from '../json/problem.ts';
import { printText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

const form = /^(?:\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+)$/u;
const names = keyActions.map((name) => `kms:${name.toLowerCase()}`);
const others = new Set(otherActions.map((name) => `kms:${name.toLowerCase()}`));

/** What is wrong with an item of Action or NotAction; null where nothing is, or too little of it is known. */
export function checkAction(text: Text): readonly [Problem['kind'], string] | null {
  const { certain } = text;
  if (certain === null) return checkService(text);
  if (!form.test(certain))
    return ['grammar', `action "${certain}" is not of the form service:action`];
  const lower = certain.toLowerCase();
  const service = lower.split(':')[0] ?? '';
  if (service !== 'kms' && !/[*?]/u.test(service))
    return [
      'no-effect',
      `action "${certain}" is one of another service, and gives nothing on a key`,
    ];
  if (others.has(lower))
    return ['idle', `action "${certain}" names no key, so it has no effect here`];
  if (service === '*' || namesSome(lower)) return null;
  const near = suggest(lower, [...names, ...others]).replace(/kms:[a-z]+/u, spelled);
  return ['no-effect', `KMS has no action "${certain}"${near}, so it gives nothing`];
}

/** Whether the item, a pattern or a name, names some action on a key. */
function namesSome(lower: string): boolean {
  if (!/[*?]/u.test(lower)) return names.includes(lower);
  const source = lower.replaceAll(/[*?]+/gu, (run) =>
    run.includes('*') ? '.*' : '.'.repeat(run.length),
  );
  const pattern = new RegExp(`^${source}$`, 'u');
  return names.some((name) => pattern.test(name)) || [...others].some((name) => pattern.test(name));
}

/** A partly known action of a service that is known to be another. */
function checkService(text: Text): readonly [Problem['kind'], string] | null {
  const [start] = text.parts;
  const service = typeof start === 'string' ? /^([A-Za-z0-9-]+):/u.exec(start)?.[1] : undefined;
  if (service === undefined || service.toLowerCase() === 'kms') return null;
  return [
    'no-effect',
    `action "${printText(text)}" is one of another service, and gives nothing on a key`,
  ];
}

function spelled(lower: string): string {
  const all = [...keyActions, ...otherActions];
  return `kms:${all.find((name) => `kms:${name.toLowerCase()}` === lower) ?? lower}`;
}
