import { keyActions, otherActions } from '../../generated/policy-authorization.js';
import { suggest } from '../../text/suggest.ts';
import type { Problem } from '../json/problem.ts';
import { meterOf } from '../text/meter.ts';
import { contains } from '../text/pattern.ts';
import { literal, printText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

const form = /^(?:\*|[A-Za-z0-9*?-]+:[A-Za-z0-9*?]+)$/u;
const names = keyActions.map((name) => `kms:${name.toLowerCase()}`);
const others = new Set(otherActions.map((name) => `kms:${name.toLowerCase()}`));

const checked = new Map<string, readonly [Problem['kind'], string] | null>();
const mostChecked = 4096;

/** What is wrong with an item of Action or NotAction; null where nothing is, or too little of it is known. */
export function checkAction(text: Text): readonly [Problem['kind'], string] | null {
  const before = checked.get(text.key);
  if (before !== undefined) return before;
  const fault = faultOf(text);
  if (checked.size >= mostChecked) checked.clear();
  checked.set(text.key, fault);
  return fault;
}

function faultOf(text: Text): readonly [Problem['kind'], string] | null {
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

/** Whether the item, a pattern or a name, names some action of KMS. */
function namesSome(lower: string): boolean {
  if (!/[*?]/u.test(lower)) return names.includes(lower);
  const meter = meterOf(1_000_000);
  const pattern = literal(lower);
  return [...names, ...others].some((name) => contains(pattern, literal(name), meter) === true);
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
