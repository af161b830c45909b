import type { Command, Runbook, Step, Variable } from '../step.ts';
import { asComment, inWords } from './prose.ts';
import { printCommand } from './shell-words.ts';

/** The runbook as a POSIX shell script. It asks for what it has to be told before it changes anything. */
export function printShell({ title, preface, steps, isCode, untold }: Runbook): string {
  const needs = wantedIn(steps);
  const lines = [
    '#!/bin/sh',
    ...asComment(inWords(title)),
    ...[...preface, ...untold.commands].flatMap((sentence) => asComment(inWords(sentence))),
    ...(isCode
      ? asComment(
          'Terraform keeps this key: `--format hcl` changes its configuration. What these lines make is unknown to Terraform.',
        )
      : []),
    ...asComment('Run it as a script: it ends with the first line that fails.'),
    'set -eu',
    ...(needs.length === 0 ? [] : ['', '# What the script has to be told, by variables:']),
    ...needs.flatMap((variable) => printCommand({ kind: 'need', variable })),
    ...steps.flatMap((step, i) => ['', ...printStep(step, i + 1)]),
  ];
  return `${lines.join('\n')}\n`;
}

function printStep({ title, says, commands, isAside }: Step, number: number): readonly string[] {
  const lines = commands.filter(({ kind }) => kind !== 'need').flatMap(printCommand);
  return [
    ...asComment(`${number}. ${title}`),
    ...says.flatMap((sentence) => asComment(inWords(sentence))),
    ...(isAside ? lines.map((line) => `#   ${line}`) : lines),
  ];
}

/** Everything that has to be set, once each. */
function wantedIn(steps: readonly Step[]): readonly Variable[] {
  const needs = steps
    .filter(({ isAside }) => !isAside)
    .flatMap(({ commands }) => commands.flatMap(variablesOf));
  return [...new Map(needs.map((variable) => [variable.variable, variable])).values()];
}

/** What nobody is asked for in a step of its own, since many need it. */
const ofOldKey: ReadonlySet<string> = new Set(['OLD_KEY_ARN', 'AWS_REGION']);

/** What a command needs, and no other command sets. */
function variablesOf(command: Command): readonly Variable[] {
  if (command.kind === 'need') return [command.variable];
  if (command.kind === 'set' || command.kind === 'own') return [];
  const words = command.kind === 'expect' ? [...command.words, command.answer] : command.words;
  return words.flatMap((word) =>
    typeof word === 'object' && 'variable' in word && ofOldKey.has(word.variable) ? [word] : [],
  );
}
