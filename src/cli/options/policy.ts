import { resolve } from 'node:path';
import { rules } from '../../../rules/index.ts';
import type { Baseline } from '../../lint/baseline/index.ts';
import { loadConfig, type Config } from '../../lint/config/index.ts';
import { applySettings, optionsBy } from '../../lint/config/settings.ts';
import { UserError } from '../../errors.ts';
import type { Severity } from '../../model/finding.ts';
import type { Options, Rule } from '../../rule/rule.ts';
import type { Thresholds } from '../../lint/thresholds.ts';
import type { FailOnOpen } from '../../lint/report.ts';
import { selectRules } from './select.ts';

/** What the command line says about what counts; it overrules the configuration file. */
export interface PolicyArguments {
  readonly rule: readonly string[];
  readonly skipRule: readonly string[];
  /** False: `--no-config`. */
  readonly config?: string | false | undefined;
  /** False: `--no-baseline`. */
  readonly baseline?: string | false | undefined;
  readonly updateBaseline: boolean;
  readonly failOn?: Severity | 'none' | undefined;
  readonly failOnOpen?: FailOnOpen | undefined;
  readonly allowGaps?: boolean | undefined;
  readonly allowUnfetched?: boolean | undefined;
}

/** By what a run judges, and what makes it fail. */
export interface Policy {
  readonly config: Config | null;
  readonly rules: readonly Rule[];
  readonly optionsOf: (rule: Rule) => Options;
  readonly baseline: Baseline | null;
  readonly thresholds: Thresholds;
}

/**
 * Reads the configuration that counts in a directory, and lets the command line overrule it.
 * @throws UserError where either is wrong, or no rule is left
 */
export async function readPolicy(args: PolicyArguments, directory: string): Promise<Policy> {
  const chosen = selectRules(rules, args.rule, args.skipRule);
  const config = await loadConfig(directory, args.config);
  const settings = config?.rules ?? {};
  const left = applySettings(chosen, settings, args.rule.length > 0);
  if (left.length === 0) {
    throw new UserError('no rule is left to judge by; the configuration turns all of them off');
  }
  const failOn = args.failOn ?? config?.failOn ?? 'medium';
  return {
    config,
    rules: left,
    optionsOf: optionsBy(settings),
    baseline: await readBaseline(args, config, directory),
    thresholds: {
      failOn: failOn === 'none' ? null : failOn,
      failOnOpen: args.failOnOpen ?? config?.failOnOpen ?? false,
      allowGaps: args.allowGaps ?? config?.allowGaps ?? false,
      allowUnfetched: args.allowUnfetched ?? config?.allowUnfetched ?? false,
    },
  };
}

async function readBaseline(
  { baseline: given, updateBaseline: isUpdated }: PolicyArguments,
  config: Config | null,
  directory: string,
): Promise<Baseline | null> {
  const named = typeof given === 'string' ? resolve(directory, given) : null;
  const path = given === false ? null : (named ?? config?.baseline ?? null);
  if (path !== null) {
    const { loadBaseline } = await import('../../lint/baseline/index.ts');
    return await loadBaseline(path, directory, isUpdated);
  }
  if (!isUpdated) return null;
  throw new UserError(
    'no baseline is named to be updated; give --baseline FILE, or name one in the configuration',
  );
}
