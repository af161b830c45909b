import type { KeySummary, ReportedFinding } from '../../lint/report.ts';
import { partitionOf } from '../../model/place/partition.ts';

/** An account in OCSF's terms, by its name in the organisation where that is known. */
export function toAccount(uid: string, name: string = uid): object {
  return { name, type: 'AWS Account', type_id: 10, uid };
}

/** The object of a finding: by its ARN where that is known, else by its address. */
export function resourceOf(finding: ReportedFinding, key: KeySummary | undefined): object {
  const { subject, region } = finding;
  const uid = arnOf(finding, key);
  const type = typeOf(uid ?? subject, key);
  return {
    ...(uid === null ? {} : { uid }),
    ...(uid === subject ? {} : { name: subject }),
    ...(type === null ? {} : { type }),
    ...(region === null ? {} : { region, cloud_partition: partitionOf(region) }),
    ...(key === undefined ? {} : describeKey(key, finding)),
  };
}

function arnOf({ subject, account, region }: ReportedFinding, key: KeySummary | undefined) {
  if (subject.startsWith('arn:')) return subject;
  const id = key?.keyId ?? null;
  if (id === null || account === null || region === null) return null;
  return `arn:${partitionOf(region)}:kms:${region}:${account}:key/${id}`;
}

/** As CloudFormation calls it, for the kinds that it has. */
function typeOf(name: string, key: KeySummary | undefined): string | null {
  if (key !== undefined || /^arn:[^:]+:kms:[^:]*:\d*:key\//.test(name)) return 'AWS::KMS::Key';
  return /^arn:[^:]+:kms:[^:]*:\d*:alias\//.test(name) ? 'AWS::KMS::Alias' : null;
}

function describeKey(key: KeySummary, { account, accountName }: ReportedFinding): object {
  const { aliases, keyId, keySpec, keyUsage, keyState, origin, ownerTags = {} } = key;
  const { multiRegionKeyType, rotationEnabled, rotationPeriodInDays } = key;
  const tags = Object.entries(ownerTags).map(([name, value]) => ({ name, value }));
  const owner = tags.find(({ name, value }) => /^owner$/i.test(name) && value !== '')?.value;
  const created = Date.parse(key.dates?.createdAt ?? '');
  return {
    ...(tags.length === 0 ? {} : { tags }),
    ...(owner === undefined || account === null
      ? {}
      : {
          owner: {
            name: owner,
            uid: owner,
            type: 'Other',
            type_id: 99,
            account: toAccount(account, accountName),
          },
        }),
    ...(Number.isNaN(created)
      ? {}
      : { created_time: created, created_time_dt: new Date(created).toISOString() }),
    data: {
      aliases,
      description: key.owner?.description ?? null,
      keyId,
      keySpec,
      keyState,
      keyUsage,
      multiRegionKeyType,
      origin,
      rotationEnabled,
      rotationPeriodInDays,
    },
  };
}
