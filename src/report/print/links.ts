/** Where the project lives. */
export const homepage = 'https://github.com/kmslint/kmslint';

/** The page of a rule on the web. */
export function pageUrl(ruleId: string): string {
  return `${homepage}/blob/main/rules/${ruleId}/README.md`;
}
