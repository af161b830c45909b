import { printBaseline } from '../../lint/baseline/file.ts';
import type { CiSystem, Surroundings } from './detect.ts';
import type { Origin } from './origin.ts';
import {
  baselinePath,
  configText,
  gitlabInclude,
  gitlabJobPath,
  gitlabText,
  hookEntry,
  hookText,
  workflowText,
} from './texts.ts';

/** A file that setting up wants. */
export interface WantedFile {
  /** Relative to the root, with forward slashes; where there are several, any one that exists will do. */
  readonly paths: readonly [string, ...(readonly string[])];
  readonly text: string;
  /** What to add where the file exists already; null where it is then complete. */
  readonly addition: { readonly where: string; readonly text: string } | null;
  /** The file that asks for this one: where that is not written, this one is not either. */
  readonly follows?: string;
}

/** The files for these surroundings: a configuration, a hook, and a job for each CI system. */
export function planFiles(
  { ci, branch, environments }: Pick<Surroundings, 'ci' | 'branch' | 'environments'>,
  origin: Origin,
): readonly WantedFile[] {
  return [
    {
      paths: ['kmslint.config.json', '.kmslint.yaml'],
      text: configText(origin, environments),
      addition: null,
    },
    // Empty: a configuration may only name a baseline that is there.
    {
      paths: [baselinePath],
      text: printBaseline([]),
      addition: null,
      follows: 'kmslint.config.json',
    },
    {
      paths: ['.pre-commit-config.yaml'],
      text: hookText(origin),
      addition: { where: 'under `repos:`', text: hookEntry(origin) },
    },
    ...ci.flatMap((system) => jobs[system](origin, branch)),
  ];
}

const jobs: Readonly<Record<CiSystem, (origin: Origin, branch: string) => readonly WantedFile[]>> =
  {
    github: (origin, branch) => [
      {
        paths: ['.github/workflows/kmslint.yml', '.github/workflows/kmslint.yaml'],
        text: workflowText(origin, branch),
        addition: null,
      },
    ],
    gitlab: (origin) => [
      { paths: [gitlabJobPath], text: gitlabText(origin), addition: null },
      {
        paths: ['.gitlab-ci.yml'],
        text: gitlabInclude,
        addition: { where: 'under `include:`', text: `  - local: ${gitlabJobPath}\n` },
      },
    ],
  };
