import { completeOptions } from '../../rule/options.ts';
import type { Options, Rule } from '../../rule/rule.ts';
import type { Config, RuleSetting } from './config.ts';

/** The rules that a configuration leaves on or switches on, each with the severity that it gives. */
export function applySettings(
  rules: readonly Rule[],
  settings: Config['rules'],
  isNamed: boolean,
): readonly Rule[] {
  return rules
    .filter((rule) => isNamed || isOn(rule, settingOf(settings, rule.id)))
    .map((rule) => withSeverity(rule, settingOf(settings, rule.id)));
}

/** The options of a rule as a configuration gives them, completed with their defaults. */
export function optionsBy(settings: Config['rules']): (rule: Rule) => Options {
  return (rule) => completeOptions(rule, settingOf(settings, rule.id)?.options ?? {});
}

/** Whatever a configuration says of an opt-in rule, but "off", switches it on. */
function isOn({ isOptIn = false }: Rule, setting: RuleSetting | null): boolean {
  return setting === null ? !isOptIn : setting.severity !== 'off';
}

function settingOf(settings: Config['rules'], id: string): RuleSetting | null {
  return Object.hasOwn(settings, id) ? (settings[id] ?? null) : null;
}

/** A rule of one severity: reporters describe it so, and all that it finds has it. */
function withSeverity(rule: Rule, setting: RuleSetting | null): Rule {
  const severity = setting?.severity ?? 'off';
  if (severity === 'off') return rule;
  return {
    ...rule,
    severity,
    otherSeverities: [],
    *check(inventory, context) {
      for (const verdict of rule.check(inventory, context)) yield { ...verdict, severity };
    },
  };
}
