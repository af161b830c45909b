export function renderJson(report: object, _options?: object): string {
  return JSON.stringify(report);
}
