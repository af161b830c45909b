import type { Drafts } from '../hcl/sandbox.ts';
import type { Finder } from '../hcl/syntax/place.ts';
import { readOrNothing } from './add-alias.ts';
import { openDocument, type Document } from './document.ts';
import type { Files } from './finding-edits.ts';
import type { Permission, Territory } from './territory.ts';

/** What opening files takes, and what it learns of them. */
interface Opening {
  readonly permissions: Map<string, Permission>;
  readonly refused: Map<string, string>;
  readonly territory: Territory;
}

/** Files as drafts have them, each opened once; those that may not be changed are noted with the reason. */
export function openFiles(
  drafts: Drafts,
  find: Finder,
  { permissions, refused, territory }: Opening,
): Files {
  const documents = new Map<string, Document | null>();
  const textOf = (path: string): string => {
    const draft = drafts.get(path);
    if (draft !== undefined) return draft;
    for (const permission of permissions.values())
      if ('path' in permission && permission.path === path) return permission.text;
    return readOrNothing(path);
  };
  return {
    textOf,
    open: (shown) => {
      const permission = permissions.get(shown) ?? territory(shown);
      permissions.set(shown, permission);
      if ('refused' in permission) {
        refused.set(shown, permission.refused);
        return null;
      }
      const { path } = permission;
      const known = documents.get(path);
      const document = known === undefined ? openDocument(path, textOf(path), find) : known;
      documents.set(path, document);
      return document;
    },
  };
}
