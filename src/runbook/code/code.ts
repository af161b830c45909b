import type { Written, WrittenBlock } from '../../read/written.ts';
import { showsAll } from '../../text/hcl-string.ts';
import type { Replaced } from '../replaced.ts';
import type { Code } from './change.ts';
import { codeFromFacts } from './from-facts.ts';
import { codeFromSource } from './from-source.ts';
import { isTellable } from '../steps/carried.ts';

export type { Written } from '../../read/written.ts';

/** The blocks to add and what to change: in the words of the configuration where it is at hand, else from the facts. */
export function codeFor(replaced: Replaced, written: Written): Code {
  const block = ownBlock(replaced, written);
  return block === null ? codeFromFacts(replaced) : codeFromSource(replaced, block, written);
}

/** The block that makes the key; null where it is not at hand, or holds what nobody should paste. */
function ownBlock({ key }: Replaced, written: Written): WrittenBlock | null {
  const block = written.blockOf(key);
  if (block === null || block.labels.length !== 2) return null;
  // A comment or a text in it may drive a terminal, or be a credential.
  return showsAll(block.text) && isTellable(block.text) ? block : null;
}
