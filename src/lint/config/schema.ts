import { severities } from '../../model/finding.ts';
import type { Rule } from '../../rule/rule.ts';
import { usualOwnerTags } from '../owner/owners.ts';
import { unread } from './config.ts';

// Compiled by `npm run generate`, and published as schema/config.schema.json; nothing of it is loaded at run time.

const home = 'https://raw.githubusercontent.com/kmslint/kmslint/main/schema';
const text = (description: string) => ({ type: 'string', description, pattern: '\\S' }) as const;
const list = (description: string, items: object) => ({ type: 'array', description, items });
const table = (description: string, properties: object, required: readonly string[] = []) => ({
  type: 'object',
  description,
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties,
});
const severity = [...severities].toReversed();

/** The JSON Schema of a configuration file, with the options of the rules. */
export function configSchema(rules: readonly Rule[]): object {
  const suppressible = rules.filter(({ about }) => about === undefined).map(({ id }) => id);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: `${home}/config.schema.json`,
    title: 'kmslint configuration',
    ...table('What kmslint.config.json and .kmslint.yaml may hold.', {
      $schema: { type: 'string', description: 'This schema, for editors.' },
      rules: table(
        'A severity, or "off", by the name of a rule; or an object with severity and options. A rule that is off unless named (opt-in) is on where it stands here.',
        Object.fromEntries(rules.map((rule) => [rule.id, ruleSetting(rule)])),
      ),
      ignore: table('What is not judged. It is counted as ignored, and named under --verbose.', {
        paths: list(
          'Files and directories, relative to this file, with all below them. `*` stands for any text, slashes too; `**/` in front for any directory or none.',
          text('A path pattern.'),
        ),
        subjects: list(
          'Addresses as Terraform prints them, or ARNs. `*` stands for any text; an address without instance keys stands for all its instances.',
          text('An address or ARN, or a pattern of one.'),
        ),
      }),
      suppressions: list(
        'Findings that somebody decided to live with. They stay counted, and stand in JSON and SARIF with their reason.',
        suppression([...suppressible, unread]),
      ),
      lineage: list(
        'Which key replaced which, where neither aliases nor the tag kmslint:predecessor tell. Both must be in one root module, or one account and Region.',
        table(
          'One key that took the place of another.',
          {
            predecessor: text('The old key: its address, key id, ARN or an alias on it.'),
            successor: text('The new key: likewise.'),
          },
          ['predecessor', 'successor'],
        ),
      ),
      versionPatterns: list(
        'Names of version aliases without alias/, beside the built-in forms with a date or with v2 or gen2: "{stem}-{number}" takes bare numbers for versions.',
        {
          type: 'string',
          description: 'A name in which {stem} stands for any text and {number} for digits.',
          pattern: '^[^{}]*\\{stem\\}[^{}]*\\{number\\}[^{}]*$',
        },
      ),
      ownerTags: {
        ...list(
          'Names of the tags that tell whose a key is; reports show those that are known, in this order. Case makes no difference. An empty list shows none.',
          text('The name of a tag.'),
        ),
        default: usualOwnerTags,
      },
      environments: {
        type: 'object',
        description:
          'Values under which root modules are judged, by the names of environments: each root module once under each that applies to it. What holds in all of them is told once, and else with their names.',
        additionalProperties: {
          ...table('One environment.', {
            varFiles: list(
              'Files as --var-file takes them, relative to the root module, or to this file and below the root module. The environment applies where all of them are; without any, to every root module.',
              text('The path of a file.'),
            ),
            workspace: text('What terraform.workspace is; --workspace overrules it.'),
          }),
          minProperties: 1,
        },
      },
      failOn: {
        type: 'string',
        description: 'Lowest severity that makes exit code 1; --fail-on overrules it.',
        enum: [...severity, 'none'],
        default: 'medium',
      },
      failOnOpen: {
        type: 'boolean',
        description: 'Whether undecided verdicts also make exit code 1.',
        default: false,
      },
      allowGaps: {
        type: 'boolean',
        description: 'Whether what could not be read makes no exit code 3.',
        default: false,
      },
      allowUnfetched: {
        type: 'boolean',
        description:
          'Whether modules that `terraform init` has not fetched make no exit code 3; they are told all the same.',
        default: false,
      },
      baseline: text('The baseline file, relative to this file; --baseline overrules it.'),
    }),
    definitions: { setting: setting({}) },
  };
}

/** Rules without options have one definition: their validators are then one function. */
function ruleSetting({ title, options, isOptIn = false }: Rule): object {
  const description = isOptIn ? `${title}. Off unless it stands here.` : `${title}.`;
  return options === undefined
    ? { description, allOf: [{ $ref: '#/definitions/setting' }] }
    : { description, ...setting({ options: { ...options, description: 'Options of the rule.' } }) };
}

function setting(options: object): object {
  return {
    type: ['string', 'object'],
    if: { type: 'object' },
    // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's word
    then: table('Severity and options.', {
      severity: {
        type: 'string',
        description: 'The severity of all that the rule finds.',
        enum: [...severity, 'off'],
      },
      ...options,
    }),
    else: { type: 'string', enum: [...severity, 'off'] },
  };
}

function suppression(rules: readonly string[]): object {
  return table(
    'One rule for some subjects.',
    {
      rule: {
        type: 'string',
        description: `The rule; ${unread} for what could not be read, which then makes no exit code 3.`,
        enum: rules,
      },
      subject: text(
        `An address as Terraform prints it, or an ARN. \`*\` stands for any text; an address without instance keys stands for all its instances. With ${unread} also the source of a module, a file, or what a refused request is named by in the JSON report.`,
      ),
      path: text('Only for this file, plan or root module: a pattern as in ignore.paths.'),
      alias: text(
        'Only for keys that have, or had before, such an alias: alias/… in full, or a pattern of it. For keys whose ARNs nobody knows beforehand.',
      ),
      tags: {
        type: 'object',
        description:
          'Only for keys with all of these tags: a pattern of the value by the name of each.',
        minProperties: 1,
        additionalProperties: { type: 'string' },
      },
      reason: text('Why, for whoever reviews it.'),
      expires: {
        type: 'string',
        description: 'The last day on which it counts, in UTC: YYYY-MM-DD.',
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      },
    },
    ['rule', 'subject', 'reason'],
  );
}
