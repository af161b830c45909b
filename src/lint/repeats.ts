import type { Finding } from '../model/finding.ts';
import type { Inventory, Key } from '../model/inventory.ts';

// A state that lies beside its configuration or a plan of it shows some faults a second time: as they are, where the
// code shows them as they will be.

/** One fault is one finding: the state's is left out where the code has the same one. */
export function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  if (!findings.some(({ source }) => source === 'state')) return findings;
  const inCode = new Set(
    findings
      .filter(({ source, kind }) => source !== 'state' && isReported(kind))
      .map(({ fingerprint }) => fingerprint),
  );
  return findings.filter(
    ({ source, kind, fingerprint }) =>
      source !== 'state' || !isReported(kind) || !inCode.has(fingerprint),
  );
}

/** Whether a verdict is one that is reported unasked. */
export function isReported(kind: Finding['kind']): boolean {
  return kind === 'fail' || kind === 'open';
}

/** The keys of an inventory, each once: what a plan or a state tells of the same key beside the code is no other key. */
export function distinctKeys({ keys, scopes }: Inventory): readonly Key[] {
  const roots = new Map(scopes.map(({ id, rootModule }) => [id, rootModule]));
  const nameOf = ({ scope, subject }: Key): string | null => {
    const root = roots.get(scope) ?? null;
    return root === null ? null : `${root}\n${subject}`;
  };
  const judged = keys.filter(({ covered }) => covered !== true);
  const inCode = new Set(judged.filter(({ source }) => source !== 'state').map(nameOf));
  return judged.filter((key) => {
    const name = nameOf(key);
    return key.source !== 'state' || name === null || !inCode.has(name);
  });
}
