/** What the help page of a command tells beside its options. */
export interface CommandHelp {
  /** How it is called. */
  readonly usage: string;
  readonly does: string;
  /** Two commands that run as they stand, each with what it is for. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  /** What exit codes mean; null where there is nothing to say. */
  readonly codes: string | null;
}

const judging = '0 clean, 1 findings, 2 usage or input error, 3 clean so far as could be read.';

/** By the word that calls the command; empty for `kmslint [inputs..]`. */
export const commandHelp: Readonly<Record<string, CommandHelp>> = {
  '': {
    usage: '[inputs..]',
    does: 'Judges the rotation of AWS KMS keys in Terraform and OpenTofu: configurations, plans and states as JSON, and snapshots of live accounts. Inputs are directories, files, or - for standard input; the working directory, if none is named.',
    examples: [
      ['terraform show -json tfplan | kmslint -', 'the gate in a pipeline'],
      ['kmslint infra/ -f text -f sarif=kmslint.sarif', 'source, with two reports of one run'],
    ],
    codes: judging,
  },
  rules: {
    usage: 'rules',
    does: 'Lists the rules.',
    examples: [
      ['kmslint rules', 'a table'],
      ['kmslint rules -f json > rules.json', 'with options, controls and sources, for programs'],
    ],
    codes: null,
  },
  explain: {
    usage: 'explain RULE',
    does: "Prints a rule's page: what it checks, when it cannot tell, and how to mend what it finds.",
    examples: [
      ['kmslint explain rotation-disabled', 'on the terminal'],
      ['kmslint explain key-destroyed > key-destroyed.md', 'as Markdown'],
    ],
    codes: null,
  },
  'policy-diff': {
    usage: 'policy-diff OLD NEW',
    does: 'Tells what policy NEW loses against policy OLD: two files, or - for one of them.',
    examples: [
      ['kmslint policy-diff old.json new.json', 'what the new policy loses'],
      ['kmslint policy-diff old.json - -f markdown < new.json', 'side by side, for a comment'],
    ],
    codes: '0 nothing is lost, 1 something is, 2 bad input, 3 cannot tell.',
  },
  runbook: {
    usage: 'runbook KEY [inputs..]',
    does: 'Prints the manual rotation of KEY, step by step, and runs nothing of it. KEY is an address, ARN, key id or alias in the inputs; they are the working directory, if none is named.',
    examples: [
      ['kmslint runbook alias/application-current infra/', 'for a ticket'],
      [
        'kmslint runbook aws_kms_key.application infra/ -f sh > rotate.sh',
        'as lines for the AWS CLI',
      ],
    ],
    codes:
      '0 printed, 2 bad input, no such key or several, 3 printed with placeholders for what was not told.',
  },
  scan: {
    usage: 'scan',
    does: 'Judges the keys of live AWS accounts. It reads, and changes nothing; no command but this and snapshot uses the network.',
    examples: [
      ['kmslint scan --region eu-central-1', "the caller's own account"],
      [
        'kmslint scan --all-regions --snapshot-dir snapshots -f html=report.html',
        'every Region, with what AWS answered and a page to read',
      ],
    ],
    codes: judging,
  },
  snapshot: {
    usage: 'snapshot',
    does: 'Records live AWS accounts to snapshot files, and judges nothing.',
    examples: [
      ['kmslint snapshot --region eu-central-1', 'to the directory snapshots'],
      ['kmslint snapshot --all-regions --resume snapshots', 'goes on where a scan was ended'],
    ],
    codes: '0 all was read, 2 usage error or no account, 3 something could not be read.',
  },
  'iam-policy': {
    usage: 'iam-policy',
    does: 'Prints the least-privilege IAM policy that scan needs with the same options.',
    examples: [
      ['kmslint iam-policy > policy.json', 'for one account'],
      [
        "kmslint iam-policy --org --assume-role 'arn:aws:iam::{account}:role/audit'",
        'for the caller of a scan of an organisation',
      ],
    ],
    codes: null,
  },
  init: {
    usage: 'init',
    does: 'Writes configuration, pre-commit hook and CI job for this repository, and overwrites nothing.',
    examples: [
      ['kmslint init --dry-run', 'shows what it would write'],
      ['kmslint init --ci github', 'with the workflow for GitHub, recognised or not'],
    ],
    codes: null,
  },
  completion: {
    usage: 'completion SHELL',
    does: 'Prints a script that completes commands, options, rules, formats, Regions and profiles. SHELL is bash, zsh or fish.',
    examples: [
      ['source <(kmslint completion bash)', 'for this session; zsh likewise'],
      ['kmslint completion fish > kmslint.fish', 'a file for ~/.config/fish/completions'],
    ],
    codes: null,
  },
};
