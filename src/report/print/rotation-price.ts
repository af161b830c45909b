import { isActive, type ReportPart } from '../../lint/report.ts';

/**
 * A key's first and second rotation each add to its monthly price, later ones nothing (KMS Developer Guide, "Rotate AWS KMS
 * keys"). Prices differ by Region and age, so they are counted and not added up.
 */
const pricedRotations = 2;

const rule = 'rotation-disabled';

/** What switching rotation on adds to the price of keys, over the parts of a report. */
export interface RotationPrice {
  readonly add: (part: Pick<ReportPart, 'findings' | 'keys'>) => void;
  /** Null where rotation is off on no key. */
  readonly text: () => string | null;
}

export function openRotationPrice(): RotationPrice {
  let keys = 0;
  let rotations = 0;
  return {
    add: (part) => {
      const off = part.findings.filter(
        (finding) => finding.ruleId === rule && finding.kind === 'fail' && isActive(finding),
      );
      if (off.length === 0) return;
      const made = new Map(
        part.keys.map(({ scope, subject, dates }) => [
          `${scope}\n${subject}`,
          dates?.rotations?.length ?? 0,
        ]),
      );
      for (const { scope, subject } of off) {
        keys += 1;
        const before = made.get(`${scope}\n${subject}`) ?? 0;
        rotations += Math.max(0, pricedRotations - before);
      }
    },
    text: () =>
      keys === 0
        ? null
        : `switching rotation on for ${count(keys, 'key')} adds at most ${count(rotations, 'rotation')} to the monthly price, a key's first and second; later ones add nothing`,
  };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
