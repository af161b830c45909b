import yargs, { type Argv } from 'yargs';
import { version } from '../version.ts';
import { checkOptions } from './options/check-options.ts';
import type { Io } from './streams/io.ts';
import { permissionOptions, targetOptions } from './targets/scan-options.ts';
import { refuseMistyped, refuseWords, usageError, wordsOf } from './usage.ts';

/** Parses the arguments, runs the command they name, and tells its exit code. */
export async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const { parser, code } = declareCommands(argv, io);
  await parser.parseAsync([...argv], {}, (_error, _arguments, output) => {
    if (output !== '') io.stdout.write(`${output}\n`);
  });
  return code();
}

/** The parser with every command, and the exit code of the one that it ran. */
export function declareCommands(
  argv: readonly string[],
  io: Io,
): { readonly parser: Argv; readonly code: () => number } {
  let code = 0;
  const parser = yargs([...argv])
    .scriptName('kmslint')
    .usage('$0 [inputs..]\n\nJudges the rotation of AWS KMS keys in Terraform and OpenTofu.')
    .command(
      '$0',
      'judge configurations, plans and states as JSON, and snapshots of live accounts: directories, files, or - for standard input (default: the working directory)',
      (command) => command.options(checkOptions),
      async (args) => {
        const { checkCommand } = await import('./commands/check.ts');
        code = await checkCommand({ ...args, inputs: wordsOf(args) }, argv, io);
      },
    )
    .command(
      'rules',
      'list the rules',
      (command) =>
        command.option('format', {
          alias: 'f',
          describe: 'text or json',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
        }),
      async (args) => {
        refuseWords('rules', args);
        const { rulesCommand } = await import('./commands/index.ts');
        code = rulesCommand(args.format, io);
      },
    )
    .command(
      'explain <rule>',
      "print a rule's page",
      (command) =>
        command
          .positional('rule', { describe: 'name of the rule', type: 'string', demandOption: true })
          .option('color', { describe: 'colour on a terminal', type: 'boolean', default: true }),
      async ({ rule, color }) => {
        const { explainCommand } = await import('./commands/index.ts');
        code = explainCommand(rule, color, io);
      },
    )
    .command(
      'policy-diff',
      "tell what a new key's policy loses against the old one's: OLD NEW, two files, or - for one",
      (command) =>
        command
          .usage('$0 policy-diff OLD NEW\n\nTells what policy NEW loses against policy OLD.')
          .options(policyDiffOptions)
          .epilogue('Exit codes: 0 nothing is lost, 1 something is, 2 bad input, 3 cannot tell.'),
      async (args) => {
        const { policyDiffCommand } = await import('./commands/index.ts');
        code = await policyDiffCommand({ ...args, policies: wordsOf(args).slice(1) }, io);
      },
    )
    .command(
      'runbook',
      'print the manual rotation of one key, step by step: KEY [inputs..]; run nothing of it',
      (command) =>
        command
          .usage(
            '$0 runbook KEY [inputs..]\n\nPrints how to rotate KEY: an address, ARN, key id or alias in the inputs (default: the working directory).',
          )
          .options(runbookOptions)
          .epilogue(
            'Exit codes: 0 printed, 2 bad input, no such key or several, 3 printed with placeholders for what was not told.',
          ),
      async (args) => {
        const { runbookCommand } = await import('./commands/runbook.ts');
        code = await runbookCommand({ ...args, words: wordsOf(args).slice(1) }, argv, io);
      },
    )
    .command(
      'scan',
      'judge the keys of live AWS accounts; the only command beside snapshot that uses the network',
      (command) => command.options({ ...targetOptions, ...judgingOptions }),
      async (args) => {
        refuseWords('scan', args);
        const { scanCommand } = await import('./commands/scan.ts');
        code = await scanCommand({ ...args, inputs: [] }, argv, io);
      },
    )
    .command(
      'snapshot',
      'record live AWS accounts to snapshot files, and judge nothing',
      (command) =>
        command.options({
          ...targetOptions,
          config: checkOptions.config,
          quiet: checkOptions.quiet,
        }),
      async (args) => {
        refuseWords('snapshot', args);
        const { snapshotCommand } = await import('./commands/scan.ts');
        code = await snapshotCommand(args, io);
      },
    )
    .command(
      'iam-policy',
      'print the least-privilege IAM policy that scan needs with the same options',
      (command) => command.options({ ...permissionOptions, rule, 'skip-rule': skipRule }),
      async (args) => {
        refuseWords('iam-policy', args);
        const { iamPolicyCommand } = await import('./commands/index.ts');
        code = iamPolicyCommand(args, io);
      },
    )
    .command(
      'init',
      'write configuration, pre-commit hook and CI job for this repository; overwrite nothing',
      (command) => command.options(initOptions),
      async (args) => {
        refuseWords('init', args);
        const { initCommand } = await import('./commands/index.ts');
        code = initCommand(args, io);
      },
    )
    .command(
      'completion <shell>',
      'print a script that completes commands, options and names of rules',
      (command) =>
        command
          .positional('shell', {
            describe: 'the shell that will read it',
            choices: ['bash', 'zsh', 'fish'] as const,
            demandOption: true,
          })
          .epilogue('Load it with: source <(kmslint completion bash), or zsh; fish: | source'),
      async ({ shell }) => {
        const { completionCommand } = await import('./commands/index.ts');
        code = completionCommand(shell, declareCommands([], io).parser, io);
      },
    )
    .example('terraform show -json tfplan | $0 -', 'the gate in a pipeline')
    .example('$0 -f sarif=kmslint.sarif -f text plan.json', 'two reports of one run')
    .epilogue(
      'Exit codes: 0 clean, 1 findings, 2 usage or input error, 3 clean so far as could be read.',
    )
    .strictOptions()
    // What stands behind `--` is an input, whatever it is called.
    .parserConfiguration({ 'parse-positional-numbers': false, 'populate--': true })
    .middleware(({ _: words }) => refuseMistyped(words.map(String), io.directory), true)
    .version(version)
    .alias('version', 'V')
    .help()
    .alias('help', 'h')
    .locale('en')
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw usageError(message, error);
    });
  return { parser, code: () => code };
}

const {
  var: assignment,
  'var-file': variableFile,
  source,
  workspace,
  unmanaged: _,
  fix: _f,
  diff: __,
  'unsafe-fixes': ___,
  force: ____,
  shard: _____,
  threads: ______,
  rule,
  'skip-rule': skipRule,
  ...others
} = checkOptions;

/** Snapshots know no variables and no configuration, and nothing of them can be changed. */
const judgingOptions = { ...others, rule, 'skip-rule': skipRule } as const;

const keyOption = (which: string) =>
  ({
    describe: `ARN of the ${which} key, or its account id`,
    type: 'string',
    requiresArg: true,
  }) as const;

const initOptions = {
  ci: {
    describe: 'write the job of this CI, recognised or not; several times',
    choices: ['github', 'gitlab'],
    array: true,
    nargs: 1,
    default: [],
    defaultDescription: 'what is recognised',
  },
  'dry-run': { describe: 'print the files and write none', type: 'boolean', default: false },
} as const;

const policyDiffOptions = {
  'old-key': keyOption('old'),
  'new-key': keyOption('new'),
  format: {
    alias: 'f',
    describe: 'text, json, markdown or html',
    choices: ['text', 'json', 'markdown', 'html'],
    default: 'text',
  },
} as const;

const runbookOptions = {
  format: {
    alias: 'f',
    describe: 'markdown, sh (AWS CLI lines) or hcl (blocks to add and lines to change)',
    choices: ['markdown', 'sh', 'hcl'],
    default: 'markdown',
  },
  date: {
    describe: 'day of the rotation, YYYYMMDD: the end of the dated alias',
    type: 'string',
    requiresArg: true,
    defaultDescription: 'that of the plan or snapshot, else today',
  },
  var: assignment,
  'var-file': variableFile,
  workspace,
  source,
  config: checkOptions.config,
} as const;
