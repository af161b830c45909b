import { describe, expect, it } from 'vitest';
import { arn, inHcl, inPlan, live } from '../support/report/report-samples.ts';
import { at, resultOf } from '../support/report/sarif-samples.ts';

describe('the places of a result', () => {
  it('are the line that a person wrote', () => {
    const region = { startLine: 12, startColumn: 3, endLine: 12, endColumn: 30 };
    const uri = 'modules/data%20keys/kms.tf';
    const artifactLocation = { uri, uriBaseId: '%SRCROOT%' };
    const written = { physicalLocation: { artifactLocation, region } };
    expect(resultOf({ location: inHcl }).locations).toMatchObject([written]);
    const both = resultOf({ location: { ...inPlan, source: inHcl } });
    expect(both.locations).toMatchObject([written]);
    expect(both.relatedLocations).toMatchObject([at('plan.json', 1)]);
  });

  it('are the top of a plan, with address and pointer', () => {
    expect(resultOf({}).locations).toEqual([
      {
        ...at('plan.json', 1, '%SRCROOT%'),
        logicalLocations: [
          { fullyQualifiedName: 'module.data.aws_kms_key.app["eu"]', kind: 'resource' },
          { fullyQualifiedName: inPlan.pointer, kind: 'value' },
        ],
      },
    ]);
  });

  it.each([
    ['<stdin>', '%3Cstdin%3E'],
    ['a b/ü#?.json', 'a%20b/%C3%BC%23%3F.json'],
    ['dir\\plan.json', 'dir/plan.json'],
    ['../up.json', '../up.json'],
    ['javascript:x', 'javascript%3Ax'],
    ['100%.json', '100%25.json'],
    ['/abs/p.json', 'file:///abs/p.json'],
    ['//host/p.json', 'file:///host/p.json'],
    ['C:\\dir\\p.json', 'file:///C:/dir/p.json'],
  ])('spell %s as a uri', (path, uri) => {
    const result = resultOf({ location: { ...inPlan, path } });
    const artifact = result.locations?.[0]?.physicalLocation?.artifactLocation;
    expect(artifact?.uri).toBe(uri);
    expect(artifact?.uriBaseId).toBe(uri.startsWith('file:') ? undefined : '%SRCROOT%');
  });

  it('are the snapshot, or a stable uri for an answer that was never recorded', () => {
    const recorded = resultOf({ location: { ...live, path: 's.json' }, subject: arn });
    expect(recorded.locations).toMatchObject([at('s.json', 1)]);
    expect(recorded.locations?.[0]?.logicalLocations).toHaveLength(1);
    const uri = 'live/arn/aws/kms/eu-west-1/111122223333/key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(resultOf({ location: live }).locations).toMatchObject([at(uri, 1)]);
    expect(resultOf({ location: live }).locations?.[0]?.logicalLocations).toHaveLength(2);
    const climbing = resultOf({ location: { ...live, arn: 'arn:..:../../x' } });
    expect(climbing.locations).toMatchObject([at('live/arn/x', 1)]);
  });
});
