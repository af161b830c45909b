import { printBaseline } from '../../lint/baseline/file.ts';
import type { CiSystem, Surroundings } from './detect.ts';
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
  version: string,
): readonly WantedFile[] {
  return [
    {
      paths: ['kmslint.config.json', '.kmslint.yaml'],
      text: configText(version, environments),
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
      text: hookText(version),
      addition: { where: 'under `repos:`', text: hookEntry(version) },
    },
    ...ci.flatMap((system) => jobs[system](version, branch)),
  ];
}

const jobs: Readonly<Record<CiSystem, (version: string, branch: string) => readonly WantedFile[]>> =
  {
    github: (version, branch) => [
      {
        paths: ['.github/workflows/kmslint.yml', '.github/workflows/kmslint.yaml'],
        text: workflowText(version, branch),
        addition: null,
      },
    ],
    gitlab: (version) => [
      { paths: [gitlabJobPath], text: gitlabText(version), addition: null },
      {
        paths: ['.gitlab-ci.yml'],
        text: gitlabInclude,
        addition: { where: 'under `include:`', text: `  - local: ${gitlabJobPath}\n` },
      },
    ],
  };
