import { severities } from '../../model/finding.ts';

// Compiled by `npm run generate`, and published as schema/baseline.schema.json; nothing of it is loaded at run time.

const text = (description: string) => ({ type: 'string', description }) as const;

/** The JSON Schema of a baseline file. */
export const baselineSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://raw.githubusercontent.com/kmslint/kmslint/main/schema/baseline.schema.json',
  title: 'kmslint baseline',
  type: 'object',
  description:
    'Findings that were there when the baseline was taken. Written by --update-baseline.',
  additionalProperties: false,
  required: ['version', 'findings'],
  properties: {
    $schema: text('This schema, for editors.'),
    version: { type: 'integer', description: 'The version of this format.', enum: [1] },
    findings: {
      type: 'array',
      description: 'One entry for each finding, sorted.',
      items: {
        type: 'object',
        description: 'A finding that does not count as new.',
        additionalProperties: false,
        required: [
          'rule',
          'subject',
          'place',
          'source',
          'kind',
          'severity',
          'message',
          'fingerprint',
        ],
        properties: {
          place: text('Root module, plan, or account and Region.'),
          subject: text('The address as Terraform prints it, or the ARN.'),
          rule: text('The rule.'),
          kind: {
            type: 'string',
            description: 'fail, or open for what was undecided: it does not cover a failure.',
            enum: ['fail', 'open'],
          },
          severity: {
            type: 'string',
            description: 'How bad it was: where the rule has several, a worse finding is new.',
            enum: [...severities].toReversed(),
          },
          source: {
            type: 'string',
            description: 'What it was found in.',
            enum: ['hcl', 'plan', 'state', 'live'],
          },
          input: text(
            'For a plan or a state: its path, relative to the baseline; stdin for standard input.',
          ),
          message: text('What was wrong when the entry was written.'),
          reason: text('Why it is accepted: yours to write, and kept by --update-baseline.'),
          fingerprint: {
            type: 'string',
            description: 'What the finding is recognised by.',
            pattern: '^[0-9a-f]{32}$',
          },
        },
      },
    },
  },
};
