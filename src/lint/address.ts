import type { Scope } from '../model/inventory.ts';
import { showPath } from './config/find.ts';

/** As Terraform's -target: an address without instance keys stands for all its instances. */
export function withoutKeys(address: string): string {
  if (address.startsWith('arn:')) return address;
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, '');
}

/** A root module, or what stands for one, as it is printed: a directory where it is at hand, else as fingerprints know it. */
export function rootModuleOf(scope: Scope, from: string): string | null {
  const { id, source, rootModule, directory } = scope;
  if (source === 'hcl') return id;
  return directory === undefined ? rootModule : showPath(directory, from);
}
