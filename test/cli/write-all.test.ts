import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { writeAll } from '../../src/cli/changes/write-all.ts';
import type * as streams from '../../src/cli/streams/write.ts';
import { UserError } from '../../src/errors.ts';
import type { Change } from '../../src/fix/index.ts';
import { contents } from '../support/cli/fixed.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';

vi.mock('../../src/cli/streams/write.ts', async (load) => {
  const original = await load<typeof streams>();
  return {
    ...original,
    openWhole: (path: string) => {
      const file = original.openWhole(path);
      if (!path.endsWith('full.tf')) return file;
      const close = (): void => {
        file.abandon();
        throw new UserError(`${path}: no space left on device; it was not written`);
      };
      return { ...file, close };
    },
  };
});

const files = { 'a.tf': 'a', 'b.tf': 'b', 'full.tf': 'c', 'z.tf': 'd' };

function changesIn(directory: string, names: readonly (keyof typeof files)[]): readonly Change[] {
  return names.map((name) => ({
    path: join(directory, name),
    shown: name,
    root: directory,
    before: files[name],
    after: `${files[name]} after`,
  }));
}

test('writes all files', async () => {
  await inScratch(files, (directory) => {
    writeAll(changesIn(directory, ['a.tf', 'z.tf']));
    expect(contents(directory, files)).toEqual({ ...files, 'a.tf': 'a after', 'z.tf': 'd after' });
  });
});

test('where one cannot be written, all hold what they held', async () => {
  await inScratch(files, (directory) => {
    const changes = changesIn(directory, ['a.tf', 'b.tf', 'full.tf', 'z.tf']);
    expect(() => writeAll(changes)).toThrow('no space left');
    expect(contents(directory, files)).toEqual(files);
    expect(readdirSync(directory).toSorted()).toEqual(Object.keys(files));
  });
});

test('what somebody else changed meanwhile is left alone, and so is all else', async () => {
  await inScratch({ ...files, 'z.tf': 'of somebody else' }, (directory) => {
    expect(() => writeAll(changesIn(directory, ['a.tf', 'z.tf']))).toThrow(
      'z.tf: it changed while it was judged; nothing was changed; run again',
    );
    expect(contents(directory, { 'a.tf': '' })).toEqual({ 'a.tf': 'a' });
  });
});
