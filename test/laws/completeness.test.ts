import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { pathOf } from '../../src/model/location.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { judgeDirectory, type JudgedFiles } from '../support/judge/judge-hcl.ts';
import { moduleGraphs, type ModuleGraph } from '../support/laws/module-graphs.ts';

const runs = Number(process.env['KMSLINT_RUNS'] ?? 160);
/** One start of the parser serves many graphs. */
const batch = 8;
const timeout = 60_000 + runs * 1000;

it(
  'every block has a verdict or a gap, and every call that was not read is told',
  { timeout },
  async () => {
    const graphs = fc.array(moduleGraphs, { minLength: batch, maxLength: batch });
    await fc.assert(
      fc.asyncProperty(graphs, async (all) => {
        const files = Object.fromEntries(
          all.flatMap(({ files: own }, i) =>
            Object.entries(own).map(([path, text]) => [`g${i}/${path}`, text]),
          ),
        );
        await inScratch({ '.git/HEAD': '', ...files }, async (directory) => {
          for (const [i, { links }] of all.entries()) makeLinks(join(directory, `g${i}`), links);
          const judged = await judgeDirectory(directory);
          const missing = all.flatMap((graph, i) => missingFrom(`g${i}`, graph, judged));
          expect(missing).toEqual([]);
        });
      }),
      { numRuns: Math.ceil(runs / batch), endOnFailure: true },
    );
  },
);

function makeLinks(directory: string, links: ModuleGraph['links']): void {
  for (const [link, target] of Object.entries(links)) {
    const path = join(directory, link);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(target, path);
  }
}

/** The blocks without verdict and gap, the unread calls that nobody tells, and those that are told and are none. */
function missingFrom(
  top: string,
  graph: ModuleGraph,
  { findings, present }: JudgedFiles,
): readonly string[] {
  const judged = new Set(findings.map(placeOf));
  const told = new Set(
    present.gaps.flatMap(({ what, at }) =>
      graph.blocks
        .filter(({ address }) => what.includes(address))
        .map(({ address }) => `${dirname(pathOf(at) ?? '')} ${address}`),
    ),
  );
  const unread = new Set(
    present.gaps.flatMap(({ modules = [] }) =>
      modules.map(({ address, at }) => `${dirname(pathOf(at) ?? '')} ${address.split('.').at(-1)}`),
    ),
  );
  const blocks = graph.blocks.map(({ directory, address }) => `${join(top, directory)} ${address}`);
  const calls = graph.unread.map(({ directory, name, isCertain }) => {
    return { place: `${join(top, directory)} ${name}`, isCertain };
  });
  const called = new Set(calls.map(({ place }) => place));
  return [
    ...blocks.filter((place) => !judged.has(place) && !told.has(place)),
    ...calls.flatMap(({ place, isCertain }) =>
      isCertain && !unread.has(place) ? [`${place} is not told`] : [],
    ),
    ...[...unread].filter((place) => /^g\d+/.exec(place)?.[0] === top && !called.has(place)),
  ];
}

/** The directory of the file, and the address without modules and instance keys. */
function placeOf({ subject, location }: Finding): string {
  const address = subject
    .replaceAll(/\[[^\]]*\]/g, '')
    .split('.')
    .slice(-2)
    .join('.');
  return `${dirname(pathOf(location) ?? '')} ${address}`;
}
