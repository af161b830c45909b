import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Report, ReportedFinding } from '../../src/lint/report.ts';
import { countUndated } from '../../src/report/ocsf/ocsf.ts';
import { frameworkOf } from '../../src/report/ocsf/framework.ts';
import {
  eventErrors,
  eventsOf,
  exampleReports,
  type Event,
} from '../support/report/ocsf-events.ts';
import {
  arn,
  cause,
  everything,
  finding,
  keySummary,
  live,
  quiet,
  report,
  shell,
} from '../support/report/report-samples.ts';

const scope = '111122223333 eu-west-1';
const time = '2026-02-28T23:59:59.000Z';

const inAccount = (members: Partial<ReportedFinding> = {}): ReportedFinding =>
  finding({
    subject: arn,
    scope,
    account: '111122223333',
    source: 'live',
    location: live,
    ...members,
  });

function eventOf(members: Partial<ReportedFinding>, more: Partial<Report> = {}): Event {
  const [event] = eventsOf({ ...report([inAccount(members)]), ...more }, { all: true });
  if (event === undefined) throw new Error('left out');
  expect(eventErrors(event)).toEqual([]);
  return event;
}

describe('the events of every rule', () => {
  let events: readonly Event[];
  beforeAll(async () => {
    const reports = await exampleReports();
    events = reports.flatMap((one) => eventsOf(one, { all: true }));
  });

  it('are Compliance Findings by the schema of OCSF', () => {
    expect(new Set(events.flatMap(eventErrors))).toEqual(new Set());
  });

  it('are of all rules, of all kinds, and of every source', () => {
    const valuesOf = (read: (event: Event) => unknown) => new Set(events.map(read));
    const ids = valuesOf(({ metadata }) => Object(metadata).event_code);
    expect(ids).toEqual(new Set(rules.map(({ id }) => id)));
    const kinds = valuesOf(({ compliance }) => Object(compliance).status_id);
    expect(kinds).toEqual(new Set([1, 2, 3, 99]));
    const sources = valuesOf(({ unmapped }) => Object(unmapped).source);
    expect(sources).toEqual(new Set(['hcl', 'plan', 'state', 'live']));
  });
});

describe('an event', () => {
  it.each([
    ['another class', { class_uid: 2002 }],
    ['a member that OCSF does not know', { fingerprint: 'x' }],
    ['a severity of its own', { severity_id: 7 }],
    ['no time', { time: undefined }],
    ['no provider', { cloud: {} }],
    ['a resource without a name', { resources: [{ type: 'AWS::KMS::Key' }] }],
  ])('would not pass with %s', (_, broken) => {
    const event = eventOf({});
    expect(eventErrors(JSON.parse(JSON.stringify({ ...event, ...broken })))).not.toEqual([]);
  });

  it('tells of a key in an account', () => {
    const remedy = ['aws kms enable-key-rotation \\', '  --key-id x'];
    const keys = [keySummary({ scope, ownerTags: { Name: '', Owner: 'ExampleUser' } })];
    const event = eventOf({ remedy: shell(...remedy) }, { keys, recordedAt: { [scope]: time } });
    expect(event).toMatchObject({
      type_uid: 200_301,
      time: Date.parse(time),
      time_dt: time,
      severity: 'High',
      status: 'New',
      message: `${arn}: ${finding().message}`,
      metadata: {
        version: '1.8.0',
        profiles: ['cloud', 'datetime'],
        product: { version: '1.2.3' },
      },
      cloud: {
        provider: 'AWS',
        account: { uid: '111122223333', type_id: 10 },
        region: 'eu-west-1',
        cloud_partition: 'aws',
      },
      compliance: {
        control: 'rotation-disabled',
        requirements: ['AWS Security Hub KMS.4'],
        standards: ['AWS Security Hub'],
        status: 'Fail',
      },
      finding_info: {
        uid: finding().fingerprint,
        title: 'Title of rotation-disabled',
        analytic: { uid: 'rotation-disabled' },
        last_seen_time: Date.parse(time),
        modified_time_dt: time,
      },
      remediation: { desc: remedy.join('\n') },
      resources: [
        {
          uid: arn,
          type: 'AWS::KMS::Key',
          region: 'eu-west-1',
          tags: [
            { name: 'Name', value: '' },
            { name: 'Owner', value: 'ExampleUser' },
          ],
          owner: { name: 'ExampleUser' },
          data: { keySpec: 'SYMMETRIC_DEFAULT', rotationEnabled: false },
        },
      ],
    });
    expect(event.finding_info).not.toHaveProperty('first_seen_time');
  });

  it.each([
    ['fail', 'critical', 'Fail', 5, 'Create'],
    ['fail', 'info', 'Fail', 1, 'Create'],
    ['open', 'medium', 'Warning', 3, 'Create'],
    ['pass', 'high', 'Pass', 1, 'Close'],
    ['notApplicable', 'low', 'Not Applicable', 1, 'Close'],
  ] as const)('makes of %s, %s: %s, %i, %s', (kind, severity, status, id, activity) => {
    expect(eventOf({ kind, severity })).toMatchObject({
      severity_id: id,
      activity_name: activity,
      compliance: { status },
      unmapped: { kind, severity },
    });
  });

  it('tells what is not known, what is waived, and what was there before', () => {
    expect(eventOf({ kind: 'open', because: [cause('var.a'), cause('var.a')] })).toMatchObject({
      compliance: { status_details: ['var.a'] },
    });
    const suppression = { kind: 'config', reason: 'ticket 7' } as const;
    expect(eventOf({ suppression })).toMatchObject({ status_id: 3, comment: 'ticket 7' });
    expect(eventOf({ baselineState: 'unchanged' })).toMatchObject({ type_uid: 200_302 });
  });

  it('names the key of a plan by its ARN where that is known, else by its address', () => {
    const subject = 'aws_kms_key.app';
    const keys = [keySummary({ scope, subject })];
    expect(eventOf({ subject }, { keys }).resources).toMatchObject([
      { uid: arn, name: subject, type: 'AWS::KMS::Key' },
    ]);
    const [address] = Object(eventOf({ subject, account: null, region: null }).resources);
    expect(address).toEqual({ name: subject });
  });

  it('has the time of its input, and never that of the run', () => {
    const dated = { ...report([inAccount()]), recordedAt: { [scope]: time } };
    expect(countUndated(dated, quiet)).toBe(0);
    const undated = report([inAccount(), inAccount({ kind: 'pass' })]);
    expect(eventsOf(undated)[0]).toMatchObject({ time: 0 });
    expect(JSON.stringify(eventsOf(undated))).not.toContain(quiet.time);
    expect([countUndated(undated, quiet), countUndated(undated, { ...quiet, all: true })]).toEqual([
      1, 2,
    ]);
  });

  it('tells no part of a half-known text', () => {
    expect(JSON.stringify(eventsOf(everything, { all: true }))).not.toContain('canary');
  });
});

it('knows the framework of every control', () => {
  const controls = new Set(rules.flatMap(({ compliance = [] }) => compliance));
  for (const control of controls) expect(frameworkOf(control)).not.toBe(control);
  expect(frameworkOf('PCI DSS 3.2.1/3.6.4')).toBe('PCI DSS');
  expect(frameworkOf('Another 1')).toBe('Another 1');
});
