import { suppressionRule } from '../../src/model/finding.ts';
import { defineRule } from '../../src/rule/rule.ts';

/** Judges no key: whether a suppression does anything is known only when every other rule has judged. */
export default defineRule({
  id: suppressionRule,
  title: 'A suppression suppresses nothing',
  asks: 'whether a suppression has an effect',
  severity: 'medium',
  otherSeverities: ['low'],
  judges: [],
  sources: ['hcl'],
  about: 'suppressions',
  references: [
    new URL(
      'https://docs.aws.amazon.com/securityhub/latest/userguide/findings-workflow-status.html',
    ),
  ],

  check: () => [],
});
