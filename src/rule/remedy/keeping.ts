import type { Key } from '../../model/inventory.ts';
import { isWord, type Word } from '../../text/shell.ts';
import { imports } from './blocks.ts';
import { enable, keyWord } from './keys.ts';
import { blockAddress, declaredName } from './names.ts';
import { add, aws, change, code, commands, plain, shell, words, type Remedy } from './part.ts';

// Keys that are to be deleted, or forgotten.

/** Takes a key back out of its waiting period; it comes back disabled. */
export function cancelDeletion(key: Key): Remedy {
  return [
    words('within the waiting period, after which nothing brings the key back'),
    commands(
      key,
      aws('kms', 'cancel-key-deletion', key, '--key-id', keyWord(key)),
      aws('kms', 'enable-key', key, '--key-id', keyWord(key)),
    ),
  ];
}

/** The same for a key that resources hold: they may take another one first. */
export function keepHeld(key: Key, isDisabled: boolean): Remedy {
  return [
    ...(isDisabled ? enable(key) : keep(key)),
    words('or give the resources that hold it another key first'),
  ];
}

/** Keeps a key: its block, or at least the key; and the key itself where it is scheduled for deletion already. */
export function keep(key: Key): Remedy {
  if (key.source === 'live') return cancelDeletion(key);
  return [
    ...keepDeclared(key),
    words('where it is scheduled for deletion already'),
    ...cancelDeletion(key),
  ];
}

/** The block of a key again, guarded; or without it, a key that Terraform forgets and does not delete. */
export function keepDeclared(key: Key): Remedy {
  return [
    words('keep its block, and guard it'),
    change(key, [], ['lifecycle {', '  prevent_destroy = true', '}']),
    words('or take the block away and let Terraform forget the key without deleting it'),
    add(key, forgotten(key)),
  ];
}

/** A `removed` block takes no instance keys. */
function forgotten(key: Key): readonly string[] {
  const name = declaredName(key);
  const from = name === null ? 'aws_kms_key.ExampleKey' : blockAddress(name);
  return ['removed {', `  from = ${from}`, '  lifecycle {', '    destroy = false', '  }', '}'];
}

/** By what makes a plan delete or replace it. */
export function saveFromPlan(key: Key): Remedy {
  const { change: planned } = key;
  const guard = change(key, [], ['lifecycle {', '  prevent_destroy = true', '}']);
  const applied = [words('if the plan was applied'), ...cancelDeletion(key)];
  switch (planned?.reason ?? (planned?.action === 'replace' ? 'forced' : 'deleted')) {
    case 'tainted':
      return [
        words('take the mark off, and plan again'),
        shell(['terraform', 'untaint', addressWord(key)]),
        ...applied,
      ];
    case 'requested':
      return [words('plan again without -replace, and guard the key'), guard, ...applied];
    case 'triggered':
      return [
        words('take replace_triggered_by out of its block, and guard the key'),
        guard,
        ...applied,
      ];
    case 'fewer instances':
      return [
        words('give count or for_each of its block the instance again, and guard the key'),
        guard,
        ...applied,
      ];
    case 'forced':
      return [
        words(
          'write the old values of the arguments that force it, and guard the key',
          'what is to be different belongs to a new key beside it, to which the alias moves',
        ),
        guard,
        ...applied,
      ];
    case 'undeclared':
    case 'deleted':
      return [words('a renamed block needs a moved block'), ...keepDeclared(key), ...applied];
  }
}

function addressWord({ subject }: Key): Word {
  return isWord(subject) ? subject : { variable: 'ADDRESS', why: 'the address of the key' };
}

/** Takes a key that the plan forgets over into the code that is to manage it. */
export function takeOver(key: Key): Remedy {
  const name = declaredName(key);
  const to = name === null ? 'aws_kms_key.ExampleKey' : `${name.type}.${name.label}`;
  const id = plain(key.keyId, /^[\w-]{1,64}$/);
  const region = plain(key.region, /^[a-z0-9-]{1,40}$/);
  return [
    words('in the root module that is to manage it from now on, beside a block for it'),
    code(imports(to, id ?? 'KEY_ID', region)),
    words('or keep its block here'),
    change(key, [], ['lifecycle {', '  prevent_destroy = true', '}']),
  ];
}
