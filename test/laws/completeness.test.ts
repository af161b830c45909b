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
          for (const [i, graph] of all.entries()) checkGraph(`g${i}`, graph, judged);
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

function checkGraph(top: string, graph: ModuleGraph, { findings, present }: JudgedFiles): void {
  const judged = new Set(findings.map(placeOf));
  const told = new Set(
    present.gaps.flatMap(({ what, at }) =>
      graph.blocks
        .filter(({ address }) => what.includes(address))
        .map(({ address }) => `${dirname(pathOf(at) ?? '')} ${address}`),
    ),
  );
  for (const { directory, address } of graph.blocks) {
    const place = `${join(top, directory)} ${address}`;
    expect([place, judged.has(place) || told.has(place)]).toEqual([place, true]);
  }
  const unread = new Set(
    present.gaps.flatMap(({ modules = [] }) =>
      modules.map(({ address, at }) => `${dirname(pathOf(at) ?? '')} ${address.split('.').at(-1)}`),
    ),
  );
  for (const { directory, name, isCertain } of graph.unread) {
    const place = `${join(top, directory)} ${name}`;
    const isTold = unread.delete(place);
    if (isCertain) expect([place, isTold]).toEqual([place, true]);
  }
  expect([...unread].filter((place) => /^g\d+/.exec(place)?.[0] === top)).toEqual([]);
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
