import yargs from 'yargs';
import { checkCommand, checkOptions, inputsOption } from './cli/check-command.ts';
import { hideDash, showDash } from './cli/dash.ts';
import { processIo, type Io } from './cli/io.ts';
import { suggest } from './cli/select.ts';
import { escapeText } from './escape.ts';
import { UserError } from './errors.ts';
import { version } from './version.ts';

/**
 * The command line. Findings go to standard output, everything else to standard error.
 * Returns the exit code: 0 clean, 1 findings, 2 usage or input error, 3 clean so far as could be read.
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.stderr.write(`kmslint: ${escapeText(error.message)}\n`);
    return 2;
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const words = argv.map(hideDash);
  const parser = yargs(words)
    .scriptName('kmslint')
    .usage('$0 [inputs..]\n\nJudges the rotation of AWS KMS keys in Terraform and OpenTofu plans.')
    .command(
      '$0 [inputs..]',
      'judge plan JSON: files, directories, or - for standard input',
      (command) => command.positional('inputs', inputsOption).options(checkOptions),
      async (args) => {
        code = await checkCommand(args, io);
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
      async ({ format }) => {
        const { rulesCommand } = await import('./cli/rules-command.ts');
        code = rulesCommand(format, io);
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
        const { explainCommand } = await import('./cli/rules-command.ts');
        code = explainCommand(rule, color, io);
      },
    )
    .example('terraform show -json tfplan | $0 -', 'the gate in a pipeline')
    .example('$0 -f sarif=kmslint.sarif -f text plan.json', 'two reports of one run')
    .epilogue(
      'Exit codes: 0 clean, 1 findings, 2 usage or input error, 3 clean so far as could be read.',
    )
    .strict()
    .version(version)
    .help()
    .locale('en')
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      throw usageError(message, error);
    });
  await parser.parseAsync(words, {}, (_error, _arguments, output) => {
    if (output !== '') io.stdout.write(`${output}\n`);
  });
  return code;
}

/** What yargs objects to, in one line; anything that we threw ourselves passes through. */
function usageError(message: string | null, error: Error | undefined): Error {
  if (message === null && error !== undefined) return error;
  const text = showDash(message ?? '').replaceAll(/\s*\n\s*/g, ' ');
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(text)?.[1];
  const hint = unknown === undefined ? '' : suggest(unknown, Object.keys(checkOptions));
  if (unknown !== undefined) {
    return new UserError(`unknown argument: ${unknown}${hint}; see \`kmslint --help\``);
  }
  return new UserError(`${text.charAt(0).toLowerCase()}${text.slice(1)}; see \`kmslint --help\``);
}
