import type { Fact } from '../../model/facts.ts';
import type { Gap } from '../../model/inventory.ts';
import { unknownReasons } from '../../model/value.ts';
import type { KeyOperation } from '../snapshot/format.ts';
import type { Failure } from './answers.ts';
import { locationOf, subjectOf, type Place } from './place.ts';

/** Collects the requests about single keys that were refused, throttled, or not made. */
export interface Refusals {
  add(call: KeyOperation, failure: Failure, arn: string): void;
  /** One gap for each operation and cause, in the order in which they came up. */
  gaps(): readonly Gap[];
}

const facts: Readonly<Record<KeyOperation, Fact | null>> = {
  DescribeKey: null,
  GetKeyRotationStatus: 'rotation',
  GetKeyPolicy: 'policy',
  ListResourceTags: 'tags',
  ListKeyRotations: 'rotations',
};

/** Answers about what a key is, though AWS sends them as errors: nothing is missing. */
const isAnswer = /^(?:UnsupportedOperation|KMSInvalidState)/;

export function collectRefusals(place: Place): Refusals {
  const groups = new Map<string, { call: KeyOperation; failure: Failure; keys: string[] }>();
  return {
    add: (call, failure, arn) => {
      const { reason, name } = failure;
      if (name !== null && isAnswer.test(name)) return;
      const cause = `${call} ${reason} ${name}`;
      const group = groups.get(cause) ?? { call, failure, keys: [] };
      groups.set(cause, group);
      group.keys.push(arn);
    },
    gaps: () =>
      [...groups.values()].map(({ call, failure, keys }): Gap => {
        const unanswered = { subject: subjectOf(place, call), count: keys.length, keys };
        return {
          scope: place.scope,
          reason: failure.reason,
          what: `${place.path}: ${describe(call, failure, keys)}`,
          hides: [],
          at: locationOf(place, place.arn, call),
          unanswered: { ...unanswered, fact: facts[call] },
        };
      }),
  };
}

/** Whether a gap tells of keys that nobody asked about. */
export function notReached({ reason, at }: Gap): boolean {
  return reason === 'not-read' && at.kind === 'live' && at.call === 'DescribeKey';
}

/** One key stands for all of them: a report for programs names each. */
function describe(call: string, { reason, name }: Failure, keys: readonly string[]): string {
  const [first = ''] = keys;
  const which = keys.length === 1 ? first : `${keys.length} keys`;
  const others = keys.length === 1 ? '' : `: ${first} and ${keys.length - 1} more`;
  const cause = name === null ? '' : ` (${name})`;
  return `${call} of ${which}: ${unknownReasons[reason]}${cause}${others}`;
}
