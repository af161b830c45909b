import type { Location } from '../../../model/location.ts';

/** Where a fact was read: in its source where that is known. Of a live subject the call says all that is new. */
export function describePlace(at: Location, subject: string | null = null): string {
  switch (at.kind) {
    case 'source':
      return `${at.path}:${at.line}:${at.column}`;
    case 'plan': {
      const inPlan = `${at.path}#${at.pointer}`;
      return at.source === null ? inPlan : `${describePlace(at.source)} (${inPlan})`;
    }
    case 'live': {
      const fact = at.arn === subject ? at.call : `${at.call} of ${at.arn}`;
      return at.path === null ? fact : `${fact} (${at.path})`;
    }
  }
}
