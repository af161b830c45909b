import { toCode } from '../../report/print/markdown-text.ts';
import type { CodeChange } from '../code/change.ts';
import type { Runbook, Sentence, Step } from '../step.ts';
import { printCode } from './code.ts';
import { printCommand } from './shell-words.ts';

/** No name of an input is longer. */
const longest = 2048;

/** The runbook as Markdown, for a ticket or a review. */
export function printMarkdown(runbook: Runbook): string {
  const { title, preface, steps, isCode, notes, untold } = runbook;
  const known = isCode ? [...notes, ...untold.code] : untold.commands;
  const parts = [
    `# ${sentence(title)}`,
    preface.map(sentence).join(' '),
    ...(known.length === 0 ? [] : [known.map((one) => `- ${sentence(one)}`).join('\n')]),
    ...steps.flatMap((step, i) => printStep(step, i + 1, isCode)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function printStep(step: Step, number: number, isCode: boolean): readonly string[] {
  const { title, says, commands, code } = step;
  const inCode = isCode && code.length > 0;
  return [
    `## ${number}. ${title}`,
    says.map((one) => `- ${sentence(one)}`).join('\n'),
    ...(inCode ? [fence('hcl', hcl(code))] : []),
    ...(!inCode && commands.length > 0 ? [fence('sh', commands.flatMap(printCommand))] : []),
  ];
}

function hcl(code: readonly CodeChange[]): readonly string[] {
  return code.flatMap((change, i) => [...(i === 0 ? [] : ['']), ...printCode(change)]);
}

function sentence(parts: Sentence): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : toCode(part.name, longest)))
    .join('');
}

/** A fence that is longer than any row of backticks in it. */
function fence(language: string, lines: readonly string[]): string {
  const text = lines.join('\n');
  const rows = [...text.matchAll(/`+/g)].map(([row]) => row.length);
  const ticks = '`'.repeat(Math.max(3, ...rows.map((row) => row + 1)));
  return `${ticks}${language}\n${text}\n${ticks}`;
}
