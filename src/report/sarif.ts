export function renderSarif(..._: unknown[]): string {
  return '';
}
