import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWhole } from '../../src/cli/streams/write.ts';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { newKey } from '../support/judge/judge-plan.ts';
import { buildPlan } from '../support/build/plan-builder.ts';

const plan = JSON.stringify(buildPlan({ resources: [newKey('k')] }));

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
  bench.write('plan.json', plan);
});
afterAll(() => bench.remove());

const at = (name: string) => join(bench.directory, name);
const read = (name: string) => readFileSync(at(name), 'utf8');
const shell = (line: string) =>
  spawnSync('bash', ['-c', line.replaceAll('K ', `'${process.execPath}' '${bench.bin}' `)], {
    cwd: bench.directory,
    encoding: 'utf8',
    timeout: 60_000,
  });

describe('a report that replaces a file', () => {
  test('keeps its mode, and leaves nothing beside it', () => {
    bench.write('kept/report.txt', 'old\n');
    chmodSync(at('kept/report.txt'), 0o640);
    expect(bench.run(['plan.json', '-o', 'kept/report.txt']).stdout).toBe('');
    expect(read('kept/report.txt')).toContain('1 finding (1 high)');
    expect(statSync(at('kept/report.txt')).mode & 0o777).toBe(0o640);
    expect(readdirSync(at('kept'))).toEqual(['report.txt']);
  });

  test('follows links, to what is there and to what is not', () => {
    bench.write('links/target/old.txt', 'old\n');
    bench.write('links/here/other.txt', '');
    symlinkSync('../target', at('links/here/way'));
    symlinkSync('way/old.txt', at('links/here/a'));
    symlinkSync('way/new.txt', at('links/here/b'));
    for (const [link, file] of [
      ['a', 'old.txt'],
      ['b', 'new.txt'],
    ]) {
      bench.run(['plan.json', '-o', `links/here/${link}`]);
      expect(read(`links/target/${file}`)).toContain('1 finding (1 high)');
      expect(lstatSync(at(`links/here/${link}`)).isSymbolicLink()).toBe(true);
    }
    symlinkSync('circle', at('links/circle'));
    expect(bench.run(['plan.json', '-o', 'links/circle']).stderr).toMatch(
      /^kmslint: [^\n]*is a circle of symbolic links; it was not written\n$/,
    );
  });

  test('stays one file under all its names', () => {
    bench.write('names/one.txt', 'an old report that is far longer than the new one\n'.repeat(99));
    linkSync(at('names/one.txt'), at('names/two.txt'));
    bench.run(['plan.json', '-o', 'names/one.txt']);
    expect(read('names/two.txt')).toMatch(/^plan\.json\n[\s\S]*1 key judged\n$/);
  });

  test('is refused where that cannot be written, and what was there stays', () => {
    bench.write('full/report.txt', 'old\n');
    const limited = shell('ulimit -f 0; K plan.json -o full/report.txt');
    expect(limited.status).toBe(2);
    expect(limited.stderr).toMatch(
      /^kmslint: [^\n]*full\/report\.txt: [^\n]+; it was not written\n$/,
    );
    expect(read('full/report.txt')).toBe('old\n');
    expect(readdirSync(at('full'))).toEqual(['report.txt']);
    expect(bench.run(['plan.json', '-o', '.']).stderr).toContain('is a directory');
  });
});

describe('a report whose name ends in .gz', () => {
  test('is compressed, whatever its format', () => {
    const targets = ['ndjson', 'keys', 'json', 'csv'].map((name) => ['-f', `${name}=${name}.gz`]);
    const run = ['plan.json', '--run-id', 'a'];
    expect(bench.run([...run, ...targets.flat()])).toEqual({ code: 1, stdout: '', stderr: '' });
    for (const name of ['ndjson', 'keys', 'json', 'csv']) {
      const plain = bench.run([...run, '-f', name]).stdout;
      expect(gunzipSync(readFileSync(at(`${name}.gz`))).toString()).toBe(plain);
    }
  });

  test('is whole with many pieces, and with none', () => {
    const line = `${'k'.repeat(99)}\u{1f511}\n`;
    const file = openWhole(at('many.gz'), 'packed');
    for (let i = 0; i < 30_000; i += 1) file.add(line);
    expect(existsSync(at('many.gz'))).toBe(false);
    file.close();
    expect(gunzipSync(readFileSync(at('many.gz'))).toString()).toBe(line.repeat(30_000));
    openWhole(at('none.gz'), 'packed').close();
    expect(gunzipSync(readFileSync(at('none.gz'))).toString()).toBe('');
  });
});

describe('a report that goes to what is no regular file', () => {
  test('is written through', () => {
    expect(shell('K plan.json -o >(cat > through.txt); code=$?; wait $!; exit $code').status).toBe(
      1,
    );
    expect(read('through.txt')).toContain('1 finding (1 high)');
    execFileSync('mkfifo', [at('pipe')]);
    expect(shell('cat pipe > drained.txt & K plan.json -o pipe; wait').status).toBe(0);
    expect(read('drained.txt')).toContain('1 finding (1 high)');
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
    expect(bench.run(['plan.json', '-o', '/dev/null'])).toMatchObject({ code: 1, stderr: '' });
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    expect(bench.run(['plan.json', '-o', '/dev/full'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'kmslint: /dev/full: no space is left on the device; it was not written\n',
    });
  });

  test('is standard output where it is called -, and no file', () => {
    const plain = bench.run(['plan.json', '-f', 'csv']);
    expect(bench.run(['plan.json', '-f', 'csv=-'])).toEqual(plain);
    expect(bench.run(['plan.json', '-f', 'csv', '-o', '-'])).toEqual(plain);
    expect(existsSync(at('-'))).toBe(false);
    const { code, stderr } = bench.run(['plan.json', '-f', 'csv=-', '-f', 'text']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('only one report')]);
  });

  test('goes on where the stream stands, and cuts nothing', () => {
    const ran = shell('{ echo before; K plan.json -o /dev/stdout; echo after; } > stream.txt');
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(read('stream.txt')).toMatch(/^before\nplan\.json\n[\s\S]*1 key judged\nafter\n$/);
    shell('exec 3> third.txt; echo before >&3; K plan.json -o /dev/fd/3');
    expect(read('third.txt')).toMatch(/^before\nplan\.json\n/);
    expect(shell('K plan.json -o /dev/stderr').stderr).toContain('1 finding (1 high)');
  });
});

describe('a report never replaces an input', () => {
  test.each([
    [['plan.json', '-o', 'plan.json']],
    [['-', '-o', 'plan.json']],
    [['-f', 'csv=linked.json', 'plan.json']],
    [['.', '-o', 'main.tf']],
    [['.', '-f', 'json=found/plan.json']],
    [['plan.json', '-o', 'values.tfvars']],
    [['plan.json', '--var-file', 'odd.values', '-o', 'odd.values']],
    [['plan.json', '--baseline', 'accepted', '-o', 'accepted']],
    [['plan.json', '--config', 'settings', '-o', 'settings']],
    [['odd-name', '-o', './odd-name']],
  ])('%j', (args) => {
    const files = {
      'plan.json': plan,
      'main.tf': 'locals {}\n',
      'found/plan.json': plan,
      'values.tfvars': 'a = 1\n',
      'odd.values': 'a = 1\n',
      accepted: JSON.stringify({ version: 1, findings: [] }),
      settings: '{}',
      'odd-name': plan,
    };
    for (const [name, text] of Object.entries(files)) bench.write(`mine/${name}`, text);
    if (args.includes('csv=linked.json')) symlinkSync('plan.json', at('mine/linked.json'));
    const { code, stdout, stderr } = bench.run(args, { input: plan, cwd: at('mine') });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^kmslint: [^\n]+: the report would replace an input[^\n]+\n$/);
    for (const [name, text] of Object.entries(files)) expect(read(`mine/${name}`)).toBe(text);
  });

  test('nor another report, but an old one', () => {
    expect(bench.run(['plan.json', '-f', 'json=twice', '-f', 'csv=./twice']).stderr).toContain(
      'two reports would go to one file',
    );
    for (const format of ['json', 'junit', 'gitlab', 'csv', 'json']) {
      expect(bench.run(['plan.json', '-f', format, '-o', 'report.json'])).toMatchObject({
        code: 1,
        stderr: '',
      });
    }
  });
});

describe('an input that may never end is refused', () => {
  test.each([
    [['pipe.json'], 'pipe.json: this is a named pipe'],
    [['pipe.tf'], 'pipe.tf: this is a named pipe'],
    [['/dev/zero'], 'dev/zero: this is a device'],
    [['plan.json', '--previous', 'pipe.json'], 'pipe.json: this is a named pipe'],
    [['plan.json', '--baseline', 'pipe.json'], 'it is no regular file, so it is no baseline'],
    [['plan.json', '--config', 'pipe.json'], 'it is no regular file, so it is no configuration'],
    [['plan.json', '--var-file', 'pipe.json'], 'no such file'],
    [['policy-diff', 'pipe.json', '/dev/zero'], 'pipe.json: this is a named pipe'],
  ])('%j', (args, says) => {
    for (const name of ['pipe.json', 'pipe.tf']) {
      if (!readdirSync(bench.directory).includes(name)) execFileSync('mkfifo', [at(name)]);
    }
    const { code, stdout, stderr } = bench.run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
  });

  test('but not what the caller opened', () => {
    expect(shell('K <(cat plan.json)').stdout).toContain('1 finding (1 high)');
    expect(shell('cat plan.json | K /dev/stdin').stdout).toContain('1 finding (1 high)');
  });
});
