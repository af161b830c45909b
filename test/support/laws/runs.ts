/** So many cases, the same ones each time; as many new ones as `KMSLINT_RUNS` asks for. */
export function runsOf(usual: number): { readonly numRuns: number; readonly seed?: number } {
  const asked = process.env['KMSLINT_RUNS'];
  return asked === undefined ? { numRuns: usual, seed: 1 } : { numRuns: Number(asked) };
}
