import type { Finding } from '../../model/finding.ts';
import { describePlace } from './place.ts';

/** Where else the fault is seen, a line each. */
export function describeRelated({ related = [], subject }: Finding): readonly string[] {
  return related.map((place) => {
    const { path } = place.location;
    const where = [describePlace(place.location, place.subject), ...(path === null ? [] : [path])];
    const name = place.subject === subject ? '' : `${place.subject}: `;
    return `also ${name}${place.message} (${where.join(', ')})`;
  });
}

/** The message with it, for a format that has one text. */
export function wholeMessage(finding: Finding): string {
  return [finding.message, ...describeRelated(finding)].join('; ');
}
