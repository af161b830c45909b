import { make } from './dom.ts';

/** Whose a key is, and what people call it. */
export interface Owned {
  /** As in `Owner=payments`. */
  readonly owner: readonly string[];
  readonly aliases: readonly string[];
  readonly description: string;
}

/** More names than these are counted. */
const most = 6;

/** Its description, and a chip for each tag and each alias; nothing where nothing is known. */
export function renderOwner({ owner, aliases, description }: Owned): readonly HTMLElement[] {
  const chips = [
    ...owner.map((text) => make('li', 'owner', text)),
    ...aliases.slice(0, most).map((name) => make('li', '', name)),
  ];
  const more = aliases.length - most;
  if (more > 0) chips.push(make('li', 'more', `and ${more} more`));
  return [
    ...(description === '' ? [] : [make('p', 'description', description)]),
    ...(chips.length === 0 ? [] : [make('ul', 'names', ...chips)]),
  ];
}
