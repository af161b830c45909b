import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string) => readFileSync(join(root, name), 'utf8');

interface Packed {
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}
const [packed]: readonly Packed[] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  }),
);
const files = packed?.files ?? [];
const names = new Set(files.map(({ path }) => path));

describe('what npm packs', () => {
  test('is the bundle, its types, the pages of the rules, schemas, and nothing else', () => {
    const wanted = [
      /^dist\/[\w-]+(?:-[A-Z0-9]{8})?\.(?:js|cjs)(?:\.map)?$/,
      /^dist\/entry\/worker\.js(?:\.map)?$/,
      /^dist\/types\/.*\.d\.ts$/,
      /^dist\/[\w.-]+\.wasm(?:\.gz)?$/,
      /^dist\/THIRD-PARTY-LICENSES$/,
      /^rules\/[\w-]+\/README\.md$/,
      /^schema\/\w+\.schema\.json$/,
      /^(?:package\.json|README\.md|CHANGELOG\.md|ARCHITECTURE\.md|LICENSE)$/,
    ];
    expect([...names].filter((name) => !wanted.some((form) => form.test(name)))).toEqual([]);
    for (const form of wanted) expect([...names].some((name) => form.test(name))).toBe(true);
  });

  test('holds the page of every rule, and a command that can be run', () => {
    for (const { id } of rules) expect(names).toContain(`rules/${id}/README.md`);
    const bin = files.find(({ path }) => path === 'dist/bin.js');
    expect((bin?.mode ?? 0) & 0o111).toBe(0o111);
    expect(read('dist/bin.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('holds whatever its own files load from beside them', () => {
    const code = [...names].filter((name) => /^dist\/[^/]+\.js$/.test(name));
    expect(code.length).toBeGreaterThan(5);
    for (const name of code) {
      const loaded = [...read(name).matchAll(/(?:from|import\()\s*["'](\.[^"']+)["']/g)];
      for (const [, path = ''] of loaded) {
        expect(names).toContain(normalize(join(dirname(name), path)));
      }
    }
  });

  test('holds a map of every file that has sources of this project in it, and of no other', () => {
    const maps = [...names].filter((name) => name.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(5);
    for (const name of maps) {
      const sources: readonly string[] = JSON.parse(read(name)).sources;
      expect(
        sources.filter((source) => /^(?:\.\.\/)+src\//.test(source)),
        name,
      ).not.toEqual([]);
    }
    for (const name of [...names].filter((path) => /^dist\/.*\.c?js$/.test(path))) {
      const points = read(name).includes('\n//# sourceMappingURL=');
      expect([name, points]).toEqual([name, maps.includes(`${name}.map`)]);
    }
  });

  test('names no directory of the machine that it was built on', () => {
    for (const name of names) {
      if (name.startsWith('dist/') && /\.(?:c?js|map|ts)$/.test(name)) {
        expect(read(name).includes(root), name).toBe(false);
      }
    }
  });

  test('installs no other package, and runs nothing when it is installed', () => {
    const { dependencies, optionalDependencies, peerDependencies, scripts } = JSON.parse(
      read('package.json'),
    );
    expect([dependencies, optionalDependencies, peerDependencies]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    for (const name of ['preinstall', 'install', 'postinstall']) {
      expect(scripts).not.toHaveProperty([name]);
    }
  });
});

describe('what documents, templates and messages run', () => {
  const places = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'action.yml'];
  const listed = execFileSync(
    'git',
    ['ls-files', 'docs', 'rules', 'templates', 'src', 'deploy', '.github'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const texts = [...places, ...listed.split('\n')].filter(
    (name) => /\.(?:md|ya?ml|ts)$/.test(name) && existsSync(join(root, name)),
  );

  test('is no package by its name alone: whoever has that name in a registry would be run', () => {
    expect(texts.length).toBeGreaterThan(100);
    const byName =
      /\b(?:npx|npm (?:i|install|exec|add)|pnpm (?:add|dlx)|yarn (?:add|dlx))(?: -\S+)* kmslint\b.*/g;
    const found = texts.flatMap((name) =>
      [...read(name).matchAll(byName)].map(([line]) => `${name}: ${line}`),
    );
    // In a clone the command is its own.
    const inClone = 'README.md: npx kmslint fixtures/demo/';
    expect(found.filter((line) => !line.startsWith(inClone))).toEqual([]);
  });
});
