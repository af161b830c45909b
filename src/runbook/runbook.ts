import type { Key } from '../model/inventory.ts';
import { isImported } from '../model/keys/eligibility.ts';
import { codeFor, type Written } from './code/code.ts';
import type { Replaced } from './replaced.ts';
import { say, step, type Runbook, type Sentence, type Step } from './step.ts';
import { backStep, keepStep } from './steps/after.ts';
import { moveStep, recordStep } from './steps/alias.ts';
import { compareStep, grantsStep, publishStep } from './steps/carry.ts';
import { checkStep, kindIn } from './steps/check.ts';
import { wayOf } from './steps/kind.ts';
import { firstMaterial, materialSteps } from './steps/material.ts';
import { replicaStep, successorStep } from './steps/successor.ts';
import { rolesOf, trialOf, verifyStep } from './steps/trial.ts';
import { keyWord } from './steps/words.ts';

/** The rotation of a key, step by step. Nothing of it is run. */
export function runbookFor(replaced: Replaced, written: Written): Runbook {
  const { key } = replaced;
  const way = wayOf(key);
  const body = way === 'import' ? renewed(replaced) : succeeded(replaced, written);
  return {
    title: say`Rotation of ${key.subject}`,
    preface: preface(replaced),
    isCode: key.source !== 'live',
    ...body,
  };
}

type Body = Pick<Runbook, 'steps' | 'notes' | 'untold'>;

/** New material for the key that is there: nothing of it changes for anybody else. */
function renewed(replaced: Replaced): Body {
  const { keyState } = replaced.key;
  const id = keyWord(replaced.key);
  const { before, after, says } = trialOf(replaced, { old: id, inUse: id, successor: id });
  const isWaiting = keyState.known && keyState.value === 'PendingImport';
  const check = checkStep(replaced);
  return {
    notes: [
      say`Terraform cannot import further material into a key, and cannot rotate it on demand: only the commands do.`,
    ],
    untold: { commands: [], code: [] },
    steps: [
      isWaiting ? check : { ...check, commands: [...check.commands, ...before] },
      ...materialSteps(replaced),
      ...(isWaiting && replaced.moving.length === 0 ? [moveStep(replaced, id)] : []),
      step('Verify', says, { commands: isWaiting ? after.slice(0, 3) : after }),
      backStep(replaced),
      keepStep(replaced),
    ],
  };
}

function succeeded(replaced: Replaced, written: Written): Body {
  const made = wayOf(replaced.key) === 'replica' ? replicaStep(replaced) : successorStep(replaced);
  const roles = rolesOf(replaced);
  const trial = trialOf(replaced, roles);
  const code = codeFor(replaced, written);
  const hasMaterial = isImported(replaced.key).is === true;
  const before = compareStep(replaced);
  const steps: readonly Step[] = [
    checkStep(replaced),
    { ...made.step, code: code.successor },
    ...(hasMaterial ? [firstMaterial(replaced)] : []),
    { ...grantsStep(replaced), code: code.grants },
    { ...before, commands: [...before.commands, ...trial.before] },
    ...(isAsymmetric(replaced.key) ? [publishStep(replaced)] : []),
    { ...recordStep(replaced), code: code.record },
    { ...moveStep(replaced), code: code.move },
    verifyStep(replaced, trial, roles),
    backStep(replaced),
    keepStep(replaced),
  ];
  const untold = { commands: made.untold, code: code.untold };
  return { steps, notes: code.notes, untold };
}

function isAsymmetric({ keySpec }: Key): boolean {
  return keySpec.known && !/^(?:SYMMETRIC|HMAC)/.test(keySpec.value);
}

function preface({ key, day }: Replaced): readonly Sentence[] {
  const own = {
    hcl: 'the configuration',
    plan: 'the plan',
    state: 'the state',
    live: 'the snapshot',
  }[key.source];
  return [
    say`The key is ${kindIn(key)}, as ${{ own }} tells it; the day of the rotation is ${{ own: day }}.`,
    say`Written by kmslint, which has run and changed nothing. Review it before you use it.`,
  ];
}
