import { isArray, isObject, membersOf } from '../../../read/input/json.ts';
import type { Json } from '../../../read/input/resource.ts';

/** What a snapshot never holds, wherever AWS puts it: an external proxy's key, a CloudHSM cluster's first password. */
const secrets: ReadonlySet<string> = new Set([
  'AccessKeyId',
  'RawSecretAccessKey',
  'SecretAccessKey',
  'SessionToken',
  'KeyStorePassword',
  'PreCoPassword',
  'GrantToken',
]);

/** Members that AWS writes as seconds since 1970. */
const times: ReadonlySet<string> = new Set([
  'CreationDate',
  'DeletionDate',
  'LastUpdatedDate',
  'NextRotationDate',
  'OnDemandRotationStartDate',
  'RotationDate',
  'ValidTo',
  'CreateTimestamp',
  'HsmTypeRollbackExpiration',
]);

/** Members whose own members customers name. */
const named: ReadonlySet<string> = new Set(['EncryptionContextEquals', 'EncryptionContextSubset']);

/** An answer as it is recorded: as AWS gave it, without secrets, and with times in ISO 8601, as the AWS CLI has them. */
export function toRecorded(answer: Json): Json {
  if (isArray(answer)) return answer.map(toRecorded);
  if (!isObject(answer)) return answer;
  return Object.fromEntries(
    membersOf(answer)
      .filter(([name]) => !secrets.has(name))
      .map(([name, value]) => {
        if (named.has(name)) return [name, value];
        return [name, times.has(name) ? toTime(value) : toRecorded(value)];
      }),
  );
}

function toTime(seconds: Json): Json {
  const time = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
  return Number.isNaN(time.getTime()) ? seconds : time.toISOString();
}
