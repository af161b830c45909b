import type { CodeChange } from '../code/change.ts';
import type { Runbook, Step } from '../step.ts';
import { escapeText } from '../../text/escape.ts';
import { asComment, inWords } from './prose.ts';

/**
 * The runbook as a configuration. Blocks to add stand whole; of a block to change stand the lines that become different, as in
 * an override file.
 */
export function printHcl({ title, preface, steps, notes, untold }: Runbook): string {
  const lines = [
    ...asComment(inWords(title)),
    ...preface.flatMap((sentence) => asComment(inWords(sentence))),
    ...asComment('What is typed and not written: `--format sh`.'),
    ...[...notes, ...untold.code].flatMap((sentence) => asComment(inWords(sentence))),
    ...steps.flatMap((step, i) => ['', ...printStep(step, i + 1)]),
  ];
  return `${lines.join('\n')}\n`;
}

function printStep({ title, says, code }: Step, number: number): readonly string[] {
  return [
    ...asComment(`${number}. ${title}`),
    ...says.flatMap((sentence) => asComment(inWords(sentence))),
    ...code.flatMap((change) => ['', ...printCode(change)]),
  ];
}

/** One piece with where it belongs. */
export function printCode({ kind, place, lines }: CodeChange): readonly string[] {
  const where = place === null ? [] : [`# ${verbs[kind]} ${escapeText(place)}`];
  return [...where, ...lines];
}

const verbs = { add: 'add to', change: 'change in' } as const;
