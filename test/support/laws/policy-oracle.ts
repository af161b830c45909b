import * as fc from 'fast-check';
import { compare, newArn, oldArn, parseSymbols, textOfPolicy } from '../build/policies.ts';
import type { Json } from '../build/policies.ts';
import { evaluate } from './policy-evaluator.ts';
import type { Request } from './policy-evaluator.ts';
import { requestsFor } from './policy-asked.ts';
import { account, pair } from './policy-pairs.ts';
import type { Drawn } from './policy-pairs.ts';

/** The part of npm's @cloud-copilot/iam-simulate that is asked; `scripts/policy-oracle.js` fetches it. */
export interface Engine {
  readonly runSimulation: (simulation: unknown, options: object) => Promise<Answer>;
}

interface Answer {
  readonly result?: {
    readonly analysis?: { readonly resourceAnalysis?: { readonly result: string } };
  };
}

/** Two policies, and what both engines say of them. */
export interface Answered {
  readonly old: readonly Json[];
  readonly new: readonly Json[];
  readonly answer: 'covered' | 'lost';
}

interface Tally {
  readonly counts: Record<'covered' | 'lost' | 'undecided' | 'confirmed', number>;
  /** Requests that the engine lets through before and not after, of pairs that are called covered. */
  readonly wrong: readonly string[];
  /** Pairs that are called lost and for which no request was found that the engine agrees about. */
  readonly unseen: readonly string[];
  /** Half of them lost by the fewest requests, half covered with the most to say. */
  readonly hardest: readonly Answered[];
}

const everything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const nothing: Json = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };

/** Runs random pairs past the comparison and the engine. */
export async function run(engine: Engine, pairs: number, seed: number): Promise<Tally> {
  const counts = { covered: 0, lost: 0, undecided: 0, confirmed: 0 };
  const wrong: string[] = [];
  const unseen: string[] = [];
  const answered: (Answered & { readonly hardness: number })[] = [];
  for (const [first, second] of fc.sample(pair, { numRuns: pairs, seed })) {
    const [old, next] = [first, second].map((list) => (list.length === 0 ? [nothing] : list));
    const { covered } = compare(documentOf(old ?? []), documentOf(next ?? []));
    const differs = async (request: Request): Promise<boolean> => {
      const before = await ask(engine, old ?? [], request, oldArn);
      return before !== null && before !== (await ask(engine, next ?? [], request, newArn));
    };
    if (covered.is === 'unknown') counts.undecided++;
    const both = { old: old ?? [], new: next ?? [] };
    if (covered.is === true) {
      counts.covered++;
      const length = first.length === 0 ? 0 : JSON.stringify([first, second]).length;
      answered.push({ ...both, answer: 'covered', hardness: length });
      for (const request of requestsFor(25, first, second))
        if (await differs(request)) wrong.push(JSON.stringify([request, first, second]));
    }
    if (covered.is !== false) continue;
    counts.lost++;
    const asked = await confirm(first, second, differs);
    if (asked === null) {
      unseen.push(JSON.stringify([first, second]));
      continue;
    }
    counts.confirmed++;
    answered.push({ ...both, answer: 'lost', hardness: asked });
  }
  const hardest = (['covered', 'lost'] as const).flatMap((answer) =>
    answered
      .filter((one) => one.answer === answer)
      .toSorted((a, b) => b.hardness - a.hardness)
      .slice(0, 250)
      .map(({ old, new: next, answer: said }) => ({ old, new: next, answer: said })),
  );
  return { counts, wrong, unseen, hardest };
}

function documentOf(list: readonly Json[]) {
  return parseSymbols(textOfPolicy(list));
}

/** How many requests were asked until the engine agreed about one that tells the two apart; null where it never did. */
async function confirm(
  first: readonly Drawn[],
  second: readonly Drawn[],
  differs: (request: Request) => Promise<boolean>,
): Promise<number | null> {
  let asked = 0;
  let tried = 0;
  for (const request of requestsFor(60_000, first, second)) {
    asked++;
    const [old, next] = [evaluate(first, request, oldArn), evaluate(second, request, newArn)];
    if (old === null || old === next) continue;
    if (await differs(request)) return asked;
    if (++tried > 40) return null;
  }
  return null;
}

/** What the engine says of the key policy alone: what names the account counts where IAM policies allow the request. */
async function ask(
  { runSimulation }: Engine,
  statements: readonly Json[],
  { principal, action, context, isAllowedByIam }: Request,
  key: string,
): Promise<'Allow' | 'Deny' | null> {
  const answer = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource: key, accountId: account },
        contextVariables: context,
      },
      identityPolicies: isAllowedByIam ? [{ name: 'all', policy: everything }] : [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: { Version: '2012-10-17', Statement: statements },
    },
    {},
  );
  const said = answer.result?.analysis?.resourceAnalysis?.result ?? '';
  if (/Deni?ed/u.test(said) && said !== 'ImplicitlyDenied') return 'Deny';
  if (said === 'Allowed') return 'Allow';
  return said === 'AllowedForAccount' && isAllowedByIam ? 'Allow' : null;
}
