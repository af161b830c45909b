/** As Terraform's -target: an address without instance keys stands for all its instances. */
export function withoutKeys(address: string): string {
  if (address.startsWith('arn:')) return address;
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, '');
}
