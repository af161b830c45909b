import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { check } from '../../src/lint/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import { emptyInventory } from '../../src/model/inventory.ts';
import { formats } from '../../src/report/index.ts';
import { completeOptions } from '../../src/rule/options.ts';
import { notAsked } from '../../src/rule/rule.ts';
import {
  casesOf,
  examplesOf,
  readAccount,
  readOptions,
  readStates,
} from '../support/judge/examples.ts';
import { quiet, report } from '../support/report/report-samples.ts';
import { render } from '../support/report/render.ts';

// Every example is judged by every rule: what a verdict says of itself is what it is.

let findings: readonly Finding[] = [];
beforeAll(async () => {
  const judged = await Promise.all(
    rules.flatMap((owner) =>
      casesOf(owner).map(async (example) => {
        const { folder } = examplesOf(owner);
        const { present, prior, lastKnown = emptyInventory } = await readStates(folder, example);
        const account = readAccount(folder, example);
        const own = readOptions(folder, example.name);
        const optionsOf = (rule: (typeof rules)[number]) =>
          completeOptions(rule, rule.id === owner.id ? own : {});
        return check(present, { rules, prior, lastKnown, account, optionsOf });
      }),
    ),
  );
  findings = judged.flat();
}, 120_000);

/** The first words of a sentence, whatever subjects and numbers stand in it. */
function opening(message: string): string {
  const general = message
    .replaceAll(/\([^()]*\)/g, '')
    .replaceAll(/(?:arn:|alias\/)[^\s,;:]+|\b[\w[\]"]+(?:\.[\w[\]"]+)+/g, 'it')
    .replaceAll(/\d+/g, 'n');
  return general.split(/\s+/).slice(0, 12).join(' ');
}

const isFine = ({ kind }: Finding): boolean => kind === 'pass' || kind === 'notApplicable';

it('meets every rule passing, failing, and not applicable where it can be', () => {
  const met = new Set(findings.map(({ ruleId, kind }) => `${ruleId} ${kind}`));
  const judging = rules.filter(({ about }) => about === undefined);
  const missing = judging.flatMap(({ id }) =>
    ['pass', 'fail', 'notApplicable'].map((kind) => `${id} ${kind}`).filter((one) => !met.has(one)),
  );
  // A customer's key may always be forgotten, every store be disconnected, and what is no link is not listed.
  expect(missing).toEqual([
    'key-forgotten notApplicable',
    'key-store-disconnected notApplicable',
    'predecessor-unusable notApplicable',
    'rotation-unmonitored notApplicable',
    'successor-policy-not-copied notApplicable',
    'tags-not-copied notApplicable',
  ]);
});

it('gives no pass, and nothing that does not apply, the words of a failure', () => {
  const failures = new Set(
    findings.filter(({ kind }) => kind === 'fail').map(({ message }) => opening(message)),
  );
  const wrong = findings.filter((f) => isFine(f) && failures.has(opening(f.message)));
  expect(wrong.map(({ ruleId, kind, message }) => `${kind} ${ruleId}: ${message}`)).toEqual([]);
});

it('gives no failure the words of a pass', () => {
  const passes = new Set(findings.filter(isFine).map(({ message }) => opening(message)));
  const wrong = findings.filter((f) => f.kind === 'fail' && passes.has(opening(f.message)));
  expect(wrong.map(({ ruleId, message }) => `${ruleId}: ${message}`)).toEqual([]);
});

it('says of everything that does not apply why it does not', () => {
  const mute = findings.filter(
    ({ kind, message }) => kind === 'notApplicable' && message === notAsked,
  );
  expect([...new Set(mute.map(({ ruleId }) => ruleId))]).toEqual([]);
});

it('writes sentences in lower case, without a full stop, and with something in them', () => {
  const odd = findings.filter(
    ({ message }) =>
      !/^(?:[a-z]|KMS |AWS |UpdateAlias |ListKeyRotations )/.test(message) ||
      /[.\s]$|undefined|\s\s/.test(message),
  );
  expect([...new Set(odd.map(({ ruleId, message }) => `${ruleId}: ${message}`))]).toEqual([]);
});

describe('in every format', () => {
  // JSON and HTML carry the catalogue of rules with its titles beside the verdicts, as SARIF does.
  const withCatalogue = new Set(['json', 'html', 'sarif']);

  it.each(formats)('%s shows passes without the words of failures', async (format) => {
    const fine = findings
      .filter(isFine)
      .map((finding) => ({ ...finding, suppression: null, baselineState: null }));
    const text = await render(
      format,
      { ...report(fine), rules },
      { ...quiet, all: true, verbose: true },
    );
    const titles = withCatalogue.has(format) ? [] : rules.map(({ title }) => title);
    const failures = findings.filter(({ kind }) => kind === 'fail').map(({ message }) => message);
    const told = [...new Set([...titles, ...failures])].filter((words) => text.includes(words));
    expect(told).toEqual([]);
  });
});
