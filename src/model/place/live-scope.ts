/** The scope of what lives in one account and Region, whichever snapshot recorded it. */
export function liveScopeOf(account: string, region: string): string {
  return `${account} ${region}`;
}
