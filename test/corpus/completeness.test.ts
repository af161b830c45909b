import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pathOf } from '../../src/model/location.ts';
import { judgeDirectory } from '../support/judge/judge-hcl.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const hasCorpus = existsSync(corpus);
const reason = hasCorpus ? '' : ' (skipped: ../shared/corpus is absent)';

const judged =
  /^resource\s+"((?:aws|awscc)_(?:kms_(?:key|external_key|replica_key|replica_external_key|alias|key_policy|custom_key_store)|cloudhsm_v2_(?:cluster|hsm)))"\s+"([^"]+)"/gm;

/** Blocks at the beginning of a line, which no formatted file has in a heredoc or a comment without a sign before it. */
function blocksIn(directory: string): readonly string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(?:tf|tofu)$/.test(name) && !/(?:^|\/)\./.test(name))
    .flatMap((name) => {
      const text = readFileSync(join(directory, name), 'utf8');
      return [...text.matchAll(judged)].map(([, type, label]) => {
        return `${dirname(name)} ${type}.${label}`;
      });
    });
}

describe.skipIf(!hasCorpus)(`blocks of the corpora${reason}`, () => {
  const folders = hasCorpus
    ? ['hcl', 'provider', 'terragrunt'].flatMap((kind) =>
        readdirSync(join(corpus, kind), { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => `${kind}/${name}`),
      )
    : [];

  it('have a verdict or a gap, each of them', { timeout: 600_000 }, async () => {
    let count = 0;
    for (const folder of folders) {
      const source = join(corpus, folder, 'source');
      const directory = existsSync(source) ? source : join(corpus, folder);
      const blocks = blocksIn(directory);
      if (blocks.length === 0) continue;
      const { findings, present } = await judgeDirectory(directory);
      const told = new Set(
        findings.map(({ subject, location }) => {
          const address = subject
            .replaceAll(/\[(?:"[^"]*"|[^\]"]*)\]/g, '')
            .split('.')
            .slice(-2);
          const at = location.kind === 'plan' ? location.source : location;
          return `${dirname(at === null ? '' : (pathOf(at) ?? ''))} ${address.join('.')}`;
        }),
      );
      const isTold = (block: string): boolean =>
        told.has(block) ||
        present.gaps.some(({ what }) => what.includes(block.split(' ').at(-1) ?? block));
      expect([folder, blocks.filter((block) => !isTold(block))]).toEqual([folder, []]);
      count += blocks.length;
    }
    process.stdout.write(`${count} blocks in ${folders.length} folders\n`);
    expect(count).toBeGreaterThan(100);
  });
});
