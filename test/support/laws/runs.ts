/** So many cases as a law usually has, or as many as `KMSLINT_RUNS` asks for. */
export function runsOf(usual: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env['KMSLINT_RUNS'] ?? usual) };
}
