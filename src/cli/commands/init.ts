import { relative } from 'node:path';
import { escapeText } from '../../text/escape.ts';
import { commit, version } from '../../version.ts';
import { ciSystems, detect, type CiSystem, type Surroundings } from '../init/detect.ts';
import { originOf } from '../init/origin.ts';
import { inspect, place, type Standing } from '../init/place.ts';
import { planFiles, type WantedFile } from '../init/plan-files.ts';
import type { Io } from '../streams/io.ts';

export interface InitArguments {
  /** CI systems to write for, found or not. */
  readonly ci: readonly CiSystem[];
  readonly dryRun: boolean;
}

/** `kmslint init`: writes what is missing, overwrites nothing, and tells what to do next. */
export function initCommand({ ci, dryRun }: InitArguments, io: Io): number {
  const found = detect(io.directory);
  const chosen = ciSystems.filter((system) => found.ci.includes(system) || ci.includes(system));
  const files = planFiles({ ...found, ci: chosen }, originOf(version, commit));
  // All are looked at before the first is written: what is in the way of one stops all.
  const standing = files.map((file) => ({ file, ...standingOf(found.root, file) }));
  const missing = new Set(
    standing.flatMap(({ path, standing: { is } }) => (is === 'absent' ? path : [])),
  );
  const wanted = standing.filter(
    ({ file: { follows } }) => follows === undefined || missing.has(follows),
  );
  const told = wanted.map(({ file, path, standing: stands }) => {
    if (stands.is === 'present') return kept(path, file, stands.mentionsKmslint);
    if (dryRun) return `would write ${path}\n\n${indented(file.text)}`;
    if (!place(found.root, path, file.text)) return kept(path, file, false);
    return `wrote ${path}\n`;
  });
  const parts = [describe(found, io.directory), told.join(''), nextSteps(found, chosen)];
  io.stdout.write(`${parts.map((part) => part.trimEnd()).join('\n\n')}\n`);
  return 0;
}

/** The path that exists already, else the one to write. */
function standingOf(root: string, { paths }: WantedFile): { path: string; standing: Standing } {
  const inspected = paths.map((path) => ({ path, standing: inspect(root, path) }));
  const found = inspected.find(({ standing }) => standing.is === 'present') ?? inspected[0];
  if (found === undefined) throw new Error('no path to write to');
  return found;
}

function kept(path: string, { addition }: WantedFile, mentionsKmslint: boolean): string {
  if (mentionsKmslint) return `kept ${path}, which mentions kmslint already\n`;
  if (addition === null) return `kept ${path}, which was there\n`;
  return `kept ${path}, which was there; add ${addition.where}\n\n${indented(addition.text)}`;
}

function indented(text: string): string {
  return `${text.replaceAll(/^(?=.)/gm, '    ')}\n`;
}

const systemNames: Readonly<Record<CiSystem, string>> = { github: 'GitHub', gitlab: 'GitLab' };

function describe(found: Surroundings, directory: string): string {
  const { root, planner, modules, ci, isRepository } = found;
  const shown = modules.slice(0, 3).map((path) => (path === '' ? '.' : escapeText(path)));
  const more = modules.length > 3 ? ` and ${modules.length - 3} more` : '';
  const tool = { terraform: 'Terraform', tofu: 'OpenTofu' };
  const code = planner === null ? 'no configuration yet' : `${tool[planner]} in `;
  const places = planner === null ? '' : `${shown.join(', ')}${more}`;
  const systems = ci.map((system) => systemNames[system]);
  const repository = isRepository ? [] : ['no git repository'];
  const above = relative(directory, root);
  const where = above === '' ? '' : `\nfiles belong to the root of the repository, ${above}`;
  return `found ${[`${code}${places}`, ...systems, ...repository].join(' · ')}${where}`;
}

function nextSteps({ planner }: Surroundings, ci: readonly CiSystem[]): string {
  const tool = planner ?? 'terraform';
  const steps = [
    ['kmslint', 'judges what is here'],
    ['kmslint --update-baseline', 'accepts what it found: only what is new counts from then on'],
    ['pre-commit install', 'judges every commit'],
    [`${tool} show -json tfplan | kmslint -`, 'judges a plan, which knows more than its source'],
  ];
  const width = Math.max(...steps.map(([command = '']) => command.length));
  const lines = steps.map(([command = '', does = '']) => `  ${command.padEnd(width)}  ${does}`);
  const hint =
    ci.length > 0
      ? []
      : ['', 'No CI was recognised: `kmslint init --ci github` or `--ci gitlab` writes its job.'];
  return `${['next:', ...lines, ...hint].join('\n')}\n`;
}
