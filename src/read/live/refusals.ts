import type { Fact } from '../../model/facts.ts';
import type { Gap } from '../../model/inventory.ts';
import { describeRefused } from '../../model/gap.ts';
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
  ListGrants: 'grants',
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
        const { reason, name: error } = failure;
        const at = locationOf(place, place.arn, call);
        const unanswered = { subject: subjectOf(place, call), count: keys.length, keys, error };
        return {
          scope: place.scope,
          reason,
          what: describeRefused(at, { reason, error }, keys),
          hides: [],
          at,
          unanswered: { ...unanswered, fact: facts[call] },
        };
      }),
  };
}

/** Whether a gap tells of keys that nobody asked about. */
export function notReached({ reason, at }: Gap): boolean {
  return reason === 'not-read' && at.kind === 'live' && at.call === 'DescribeKey';
}
