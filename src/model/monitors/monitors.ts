import { mayBeHidden } from '../absence.ts';
import type { Inventory, Key, Monitor } from '../inventory.ts';
import { isImported } from '../keys/eligibility.ts';
import type { Homes } from '../place/home.ts';
import { all, any, anyOf, not, truth, undecided, type Truth } from '../truth.ts';
import { unknown } from '../value.ts';
import { takesEvent, type EventShape } from './event-pattern.ts';
import { takesOperation } from './filter-pattern.ts';

/** What becomes of keys, as far as somebody is told of it. */
export interface Watch {
  /** AWS KMS's own events of rotation and deletion, or CloudTrail's of DisableKey and ScheduleKeyDeletion. */
  readonly changes: Truth;
  /** The expiry of imported key material, where a key may have some. */
  readonly expiry: Truth;
}

/** The events that AWS KMS sends to EventBridge (KMS Developer Guide, "Monitor KMS keys with Amazon EventBridge"). */
const events = {
  rotation: ofKms('KMS CMK Rotation'),
  deletion: ofKms('KMS CMK Deletion'),
  expiry: ofKms('KMS Imported Key Material Expiration'),
} as const;

/** Operations after which a key cannot be used. */
const operations = ['DisableKey', 'ScheduleKeyDeletion'] as const;

/** Who is told of what becomes of keys that live in one place and were declared together. */
export function watchOver(
  keys: readonly [Key, ...Key[]],
  inventory: Inventory,
  homes: Homes,
): Watch {
  const [first] = keys;
  const { monitors } = inventory;
  if (monitors === undefined) {
    const unread = undecided(unknown('not-read', 'EventBridge rules and metric filters', first.at));
    return { changes: unread, expiry: unread };
  }
  const beside = monitors.filter(({ scope }) => scope === first.scope);
  // A rule hears what happens in its own Region; a trail may log what happens in all of them.
  const rules = beside.filter((one) => one.type === 'eventRule' && !homes.areApart(one, first));
  const filters = beside.filter(({ type }) => type === 'metricFilter');
  const hidden = mayBeHidden(inventory, first.scope, 'monitor');
  const hears = (event: EventShape): Truth => anyOf(rules.map((rule) => takes(rule, event)));
  const logs = (operation: string): Truth =>
    anyOf([
      ...filters.map((filter) => logsOf(filter, operation)),
      ...rules.map((rule) => takes(rule, ofCloudTrail(operation))),
    ]);
  const ofKeys = all(hears(events.rotation), hears(events.deletion));
  const ofCalls = all(...operations.map(logs));
  return {
    changes: any(ofKeys, ofCalls, hidden),
    expiry: any(all(...keys.map((key) => not(isImported(key)))), hears(events.expiry), hidden),
  };
}

function takes(rule: Monitor, event: EventShape): Truth {
  return all(
    rule.exists,
    rule.isHeard,
    asked(rule, (pattern) => takesEvent(pattern, event)),
  );
}

function logsOf(filter: Monitor, operation: string): Truth {
  return all(
    filter.exists,
    filter.isHeard,
    asked(filter, (pattern) => takesOperation(pattern, operation)),
  );
}

/** A rule that goes by the clock alone has no pattern, and takes no event. */
function asked({ pattern, subject }: Monitor, test: (pattern: string) => boolean | null): Truth {
  if (!pattern.known) return undecided(pattern);
  const answer = pattern.value === null ? false : test(pattern.value);
  if (answer !== null) return truth(answer);
  const what = `which events the pattern of ${subject} takes`;
  return undecided(unknown('unresolved-reference', what, pattern.at));
}

function ofKms(detailType: string): EventShape {
  return { version: '0', source: 'aws.kms', 'detail-type': detailType };
}

/** Operations that CloudTrail logs reach EventBridge too (KMS Developer Guide, the same page). */
function ofCloudTrail(operation: string): EventShape {
  return {
    version: '0',
    source: 'aws.kms',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: { eventSource: 'kms.amazonaws.com', eventName: operation },
  };
}
