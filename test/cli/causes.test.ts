import { describe, expect, test } from 'vitest';
import {
  account,
  arnOf,
  buildSnapshot,
  keyId,
  otherId,
  printSnapshot,
  refused,
} from '../support/build/snapshot-builder.ts';
import { judged, key } from '../support/cli/run-main.ts';

// One cause is one line, with a count and the rules that wait for it; details are in JSON, and where they are asked for.

const argv = ['.', '--no-config'];
const others = ['444455556666', '777788889999', '123456789012'];

describe('what a role may not ask in four accounts', () => {
  const keys = [keyId, otherId].map((id) => ({ id, answers: { GetKeyPolicy: refused() } }));
  const snapshot = printSnapshot(buildSnapshot({ keys }));
  const files = Object.fromEntries(
    [account, ...others].map((id) => [`${id}.json`, snapshot.replaceAll(account, id)]),
  );
  const only = [...argv, '--rule', 'key-policy-malformed'];

  test('is one line', async () => {
    const { code, out } = await judged(files, only);
    expect(code).toBe(3);
    const where =
      '111122223333/eu-west-1, 123456789012/eu-west-1, 444455556666/eu-west-1 and 1 more';
    expect(out).toBe(
      `not read\n\n  GetKeyPolicy: AWS denied the request (AccessDeniedException): 8 keys in 4 accounts and Regions (${where}); leaves 8 verdicts undecided: key-policy-malformed\n\n0 findings · 4 not read · 8 keys judged\n`,
    );
  });

  test('is told of each account, with its keys, where details are wanted', async () => {
    const { out } = await judged(files, [...only, '--verbose']);
    expect(out.match(/ {2}\d+\.json: GetKeyPolicy of 2 keys: /g)).toHaveLength(4);
    for (const id of [keyId, otherId]) expect(out).toContain(`\n    ${arnOf(id)}\n`);
  });

  test('has its rules in JSON', async () => {
    const { out } = await judged(files, [...only, '-f', 'json']);
    expect(JSON.parse(out).gaps).toMatchObject(
      Array.from({ length: 4 }, () => ({
        rules: ['key-policy-malformed'],
        undecided: 2,
        count: 2,
      })),
    );
  });

  test('is the same line in every format, and a notification with every place', async () => {
    const line = /GetKeyPolicy: AWS denied [^\n]*?: 8 keys in 4 accounts and Regions/g;
    for (const format of ['markdown', 'github', 'html']) {
      const { out } = await judged(files, [...only, '-f', format]);
      expect([format, out.match(line)?.length]).toEqual([format, 1]);
      expect(out).toContain('leaves 8 verdicts undecided: key-policy-malformed');
    }
    const { out } = await judged(files, [...only, '-f', 'sarif']);
    const notifications = JSON.parse(out).runs[0].invocations[0].toolExecutionNotifications;
    const [notification] = notifications;
    expect(notifications).toHaveLength(1);
    expect(notification.message.text).toContain('8 keys in 4 accounts and Regions');
    expect(notification.message.text).toMatch(/; leaves 8 verdicts undecided: [\w-]+$/);
    expect(notification.locations).toHaveLength(4);
  });

  test('counts a verdict once that waits for the same refusal in an earlier snapshot too', async () => {
    const day = printSnapshot(buildSnapshot({ keys }));
    const past = day.replaceAll(
      /"(?:startedAt|finishedAt)":\s*"20\d\d/g,
      (at) => `${at.slice(0, -4)}2020`,
    );
    const { out } = await judged({ 'now.json': day, 'past.json': past }, [
      'now.json',
      '--previous',
      'past.json',
      ...only.slice(1),
    ]);
    expect(out).toContain('GetKeyPolicy: AWS denied the request');
    expect(out).toContain('leaves 2 verdicts undecided: key-policy-malformed');
  });

  test('is another line for another error', async () => {
    const throttled = { GetKeyPolicy: refused('ThrottlingException') };
    const other = printSnapshot(buildSnapshot({ keys: [{ id: keyId, answers: throttled }] }));
    const { out } = await judged(
      { ...files, 'z.json': other.replaceAll(account, '999988887777') },
      only,
    );
    expect(out.match(/GetKeyPolicy/g)).toHaveLength(2);
  });
});

describe('modules that were not fetched', () => {
  const root = `${key('enable_key_rotation = module.conf.rotate').replace('{', '{\n  count = 4')}
module "conf" {
  source  = "example.com/acme/conf/aws"
  version = "1.2.3"
}
`;
  const only = [...argv, '--rule', 'rotation-disabled'];
  const modules = 'example.com/acme/conf/aws 1.2.3';

  test('are one line with the verdicts that wait for them', async () => {
    const { out } = await judged({ 'main.tf': root }, only);
    expect(out).toBe(
      `not read\n\n  1 module was not fetched, what it creates was not judged: module.conf (${modules}); run \`terraform init\` (main.tf:6:1); leaves 4 verdicts undecided: rotation-disabled\n\n0 findings · 4 undecided · 4 keys judged · 1 module not read\n`,
    );
  });

  test('are one line for many root modules', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const files = Object.fromEntries(names.map((name) => [`${name}/main.tf`, root]));
    const { out } = await judged(files, only);
    expect(out).toContain(
      `\n  4 modules of 4 root modules were not fetched, what they create was not judged: ${modules}; run \`terraform init\` in a, b, c and 1 more; leaves 16 verdicts undecided: rotation-disabled\n`,
    );
  });

  test.each([['--verbose'], ['--all'], ['--fail-on-open']])(
    'leave each verdict to be seen under %s',
    async (option) => {
      const { out } = await judged({ 'main.tf': root }, [...only, option]);
      expect(out).toContain('in 4 places:');
    },
  );

  test('stand beside what is open for another reason', async () => {
    const text = `${root}variable "on" {}\n${key('enable_key_rotation = var.on').replace('"k"', '"l"')}`;
    const { out } = await judged({ 'main.tf': text }, only);
    expect(out).toContain('open     aws_kms_key.l\n');
  });
});

describe('how much is shown', () => {
  const files = { 'main.tf': key('') };

  test.each([
    [['--max', '1'], 1],
    [['--summary'], 1],
    [['--max', '1', '--fail-on', 'none'], 0],
    [['--summary', '-f', 'json=report.json', '-f', 'markdown'], 1],
  ])('%j makes no other exit code', async (options, code) => {
    const { code: told, err } = await judged(files, [...argv, ...options]);
    expect([told, err]).toEqual([code, '']);
  });

  test.each([
    [['--max', '0'], '--max takes a number from 1 on; --summary shows no finding'],
    [['--max', '1.5'], '--max takes a number from 1 on; --summary shows no finding'],
    [['--max', 'ten'], '--max takes a number from 1 on; --summary shows no finding'],
    [['--max', '5', '--summary'], '--summary shows no findings of which'],
    [['--summary', '--quiet'], '--summary shows counts, which --quiet leaves out'],
    [['--summary', '-f', 'json'], '--summary shortens text and markdown, other formats'],
    [['--max', '5', '-f', 'sarif'], '--max shortens text and markdown, other formats'],
  ])('%j is a mistake', async (options, message) => {
    const { code, out, err } = await judged(files, [...argv, ...options]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`kmslint: ${message}`);
  });
});
