// Writes the pages and templates that say what the code says: docs/rules.md, docs/cli.md, templates/, the hook in pre-commit/, the
// table of rules in README.md, what the demo prints there, the picture of that, and what there is to install.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { installText } from './install-text.js';
import { terminalSvg } from './terminal-svg.js';

const root = fileURLToPath(new URL('..', import.meta.url));
// Below node_modules, so that packages are found from there without being bundled.
const scratch = mkdtempSync(join(root, 'node_modules', '.kmslint-pages-'));
const note = '<!-- Made by `npm run generate`; do not edit. -->';
const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/[<>]/g, (sign) => `\\${sign}`);
const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const code = (text) => `\`${text}\``;

try {
  const bundle = join(scratch, 'pages.mjs');
  await build({
    stdin: {
      contents: `
        export { rules } from './rules/index.ts';
        export { declareCommands } from './src/cli/argv.ts';
        export { describeCommands } from './src/cli/completion/describe-commands.ts';
        export { commandHelp } from './src/cli/help/commands.ts';
        export { entriesOf } from './src/cli/help/help.ts';
        export { groupsOf } from './src/cli/help/options.ts';
        export { main } from './src/cli/main.ts';
        export { originOf, tarballOf } from './src/cli/init/origin.ts';
        export { gitlabText } from './src/cli/init/texts.ts';
        export { version } from './src/version.ts';`,
      resolveDir: root,
    },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    logLevel: 'error',
  });
  const { rules, gitlabText, originOf, tarballOf, version, ...cli } = await import(
    pathToFileURL(bundle).href
  );
  const commands = cli.describeCommands(cli.declareCommands([], {}).parser);
  const install = installText(originOf(version, 'COMMIT'), version);
  const demo = 'fixtures/demo/plan.json';
  const live = ['fixtures/live/snapshot.json', '--previous', 'fixtures/live/previous.json'];
  const files = {
    'README.md': withPrinted(withRules(withInstall('README.md', install), rules), {
      demo: await print(cli.main, [demo], {}),
      live: lastLine(await print(cli.main, live, {})),
    }),
    'docs/pictures/demo.svg': terminalSvg(
      await print(cli.main, [demo], { FORCE_COLOR: '1' }),
      `npx kmslint ${demo}`,
    ),
    'docs/integrations.md': withInstall('docs/integrations.md', install),
    'docs/rules.md': rulesPage(rules),
    'docs/cli.md': commandsPage(commands, cli),
    'templates/kmslint.gitlab-ci.yml': gitlabText(originOf(version, null)),
    'pre-commit/.pre-commit-hooks.yaml': mirroredHooks(tarballOf(version.replace(/-.*/, ''))),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const formatter = join(
    dirname(createRequire(import.meta.url).resolve('oxfmt/package.json')),
    'bin',
    'oxfmt',
  );
  execFileSync(process.execPath, [formatter, ...Object.keys(files)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
} finally {
  rmSync(scratch, { recursive: true });
}

/** What the command line prints. */
async function print(main, args, env) {
  let told = '';
  const stdout = { write: (text) => (told += text) };
  const stderr = { write: (text) => process.stderr.write(text) };
  const ended = await main(args, { stdin: [], stdout, stderr, directory: root, env });
  if (ended !== 1) throw new Error(`the demo ends with ${ended}, and is to have findings`);
  return told;
}

/** The parts of README.md that show what commands print. */
function withPrinted(page, texts) {
  return Object.entries(texts).reduce(
    (text, [mark, told]) => between(text, mark, `\`\`\`\n${told}\`\`\``, 'README.md'),
    page,
  );
}

function lastLine(told) {
  return `${told.trimEnd().split('\n').at(-1)}\n`;
}

/** The part of a page that says what there is to install. */
function withInstall(name, text) {
  return between(readFileSync(join(root, name), 'utf8'), 'install', text, name);
}

/** A text with another one between its two marks. */
function between(page, mark, text, name) {
  const [begin, end] = [`<!-- ${mark}: begin -->`, `<!-- ${mark}: end -->`];
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${name} has lost the marks of its part "${mark}"`);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}

/** The hook of a checkout, in a repository that holds nothing else: npm has a tarball to unpack, and nothing to build. */
function mirroredHooks(tarball) {
  const hooks = readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8').trimEnd();
  return `# Made by \`npm run generate\`; do not edit.
${hooks}
  additional_dependencies: ['${tarball}']
`;
}

function withRules(page, rules) {
  const rows = rules.map((rule) => [
    `[${rule.id}](rules/${rule.id}/README.md)`,
    severitiesOf(rule),
    cell(rule.title),
  ]);
  const list = table(['rule', 'severity', 'fails when'], rows);
  return between(page, 'generated', `${countOf(rules)}\n\n${list}`, 'README.md');
}

function severitiesOf({ severity, otherSeverities = [], isOptIn = false }) {
  return [severity, ...otherSeverities, ...(isOptIn ? ['opt-in'] : [])].join(', ');
}

function countOf(rules) {
  const optIn = rules.filter(({ isOptIn = false }) => isOptIn).length;
  return `${rules.length} rules, ${optIn} of them opt-in: these judge where \`--rule\` names them, or where the configuration has a setting for them.`;
}

function rulesPage(rules) {
  const sources = { hcl: 'HCL', plan: 'plan', state: 'state', live: 'live' };
  const rows = rules.map((rule) => [
    `[${rule.id}](../rules/${rule.id}/README.md)`,
    severitiesOf(rule),
    rule.sources.map((source) => sources[source]).join(', '),
    cell(rule.title),
    rule.options === undefined ? '' : Object.keys(rule.options.properties).map(code).join(', '),
  ]);
  const controls = rules
    .filter(({ compliance = [] }) => compliance.length > 0)
    .map(({ id, compliance }) => `- [${id}](../rules/${id}/README.md): ${compliance.join('; ')}`);
  return `# Rules

${note}

${countOf(rules)}

\`kmslint explain RULE\` prints a rule's page, and [configuration](configuration.md) says how to choose rules.

${table(['rule', 'severity', 'sources', 'fails when', 'options'], rows)}

## Controls of public frameworks

${controls.join('\n')}
`;
}

function commandsPage(commands, cli) {
  return `# Command line

${note}

\`-h\` or \`--help\` is help and \`-V\` or \`--version\` the version, everywhere. A word that names a command is one, also where a
file has that name; behind \`--\`, every word is an input.

${commands.map((command) => commandSection(command, cli)).join('\n\n')}

## Exit codes

${table(
  ['code', 'meaning'],
  [
    ['0', 'nothing at or above the threshold'],
    ['1', 'findings; for `policy-diff`, something is lost'],
    [
      '2',
      'usage, configuration or input error, no input found, or a report that could not be written; for `runbook`, no such key, or several',
    ],
    [
      '3',
      'clean so far as could be read; for `policy-diff`, it cannot tell; for `runbook`, something stands as a placeholder',
    ],
  ],
)}

Reports go to standard output or to the files that are named for them, everything else to standard error.
`;
}

function commandSection({ name, positionals, options }, { commandHelp, entriesOf, groupsOf }) {
  const { usage, does, examples } = commandHelp[name];
  const words = positionals.map(
    (word) => `- ${code(word.name.toUpperCase())}: ${cell(word.describe)}${among(word.choices)}`,
  );
  const tables = groupsOf(name).flatMap((group) => {
    const rows = options.filter((option) => option.group === group).flatMap(entriesOf);
    if (rows.length === 0) return [];
    return [
      table(
        [group, 'meaning'],
        rows.map(([typed, meaning]) => [spelled(typed), cell(meaning)]),
      ),
    ];
  });
  const lines = examples.map(([command, purpose]) => `# ${purpose}\n${command}`);
  return [
    `## ${code(`kmslint ${usage}`)}`,
    cell(does),
    ...(words.length === 0 ? [] : [words.join('\n')]),
    ...tables,
    `\`\`\`sh\n${lines.join('\n\n')}\n\`\`\``,
  ].join('\n\n');
}

function spelled(typed) {
  return typed.trim().split(', ').map(code).join(', ');
}

function among(choices) {
  return choices.length === 0 ? '' : `: ${choices.map(code).join(', ')}`;
}
