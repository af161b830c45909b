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

interface Tally {
  readonly counts: Record<'covered' | 'lost' | 'undecided' | 'confirmed', number>;
  /** Requests that the engine lets through before and not after, of pairs that are called covered. */
  readonly wrong: readonly string[];
  /** Pairs that are called lost and for which no request was found that the engine agrees about. */
  readonly unseen: readonly string[];
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
  for (const [first, second] of fc.sample(pair, { numRuns: pairs, seed })) {
    const [old, next] = [first, second].map((list) => (list.length === 0 ? [nothing] : list));
    const { covered } = compare(documentOf(old ?? []), documentOf(next ?? []));
    const differs = async (request: Request): Promise<boolean> => {
      const before = await ask(engine, old ?? [], request, oldArn);
      return before !== null && before !== (await ask(engine, next ?? [], request, newArn));
    };
    if (covered.is === 'unknown') counts.undecided++;
    if (covered.is === true) {
      counts.covered++;
      for (const request of requestsFor(25, first, second))
        if (await differs(request)) wrong.push(JSON.stringify([request, first, second]));
    }
    if (covered.is !== false) continue;
    counts.lost++;
    if (await confirm(first, second, differs)) counts.confirmed++;
    else unseen.push(JSON.stringify([first, second]));
  }
  return { counts, wrong, unseen };
}

function documentOf(list: readonly Json[]) {
  return parseSymbols(textOfPolicy(list));
}

/** Whether the engine agrees about one of the requests that tell the two apart. */
async function confirm(
  first: readonly Drawn[],
  second: readonly Drawn[],
  differs: (request: Request) => Promise<boolean>,
): Promise<boolean> {
  let tried = 0;
  for (const request of requestsFor(60_000, first, second)) {
    const [old, next] = [evaluate(first, request, oldArn), evaluate(second, request, newArn)];
    if (old === null || old === next) continue;
    if (await differs(request)) return true;
    if (++tried > 40) return false;
  }
  return false;
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
