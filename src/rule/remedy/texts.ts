import type { Alias, Grant, Key, KeyStore } from '../../model/inventory.ts';
import { hclString } from '../../text/hcl-string.ts';
import type { Word } from '../../text/shell.ts';
import { keyWord } from './keys.ts';
import { declaredName, localAddress } from './names.ts';
import { aws, change, commands, plain, words, type Remedy } from './part.ts';

// Descriptions, names and tags. A text that may hold a credential is never repeated.

/** What a tag's name may be, so that the AWS CLI takes it as it stands. */
const plainTag = /^[\w:./+@ -]{1,128}$/;

/** Writes another text where one holds what looks like a credential. */
export function replaceText(subject: Key | Alias | Grant | KeyStore, field: string): Remedy {
  const first = words(
    'first make the credential worthless where it is used, for CloudTrail and states keep what was written',
    'then write another text',
  );
  return [
    first,
    ...(subject.source === 'live' ? inAccount(subject, field) : [inCode(subject, field)]),
  ];
}

function inCode(subject: Key | Alias | Grant | KeyStore, field: string) {
  const tag = tagIn(field);
  if (tag !== null && plainTag.test(tag))
    return change(subject, [
      ['tags', `{\n  ${hclString(tag)} = "ExampleValue" # beside its other tags\n}`],
    ]);
  if (subject.kind === 'key')
    return change(
      subject,
      field === 'the description' ? [['description', '"ExampleDescription"']] : [],
    );
  const argument = subject.kind === 'keyStore' ? 'custom_key_store_name' : 'name';
  const shown = subject.kind === 'alias' ? 'alias/ExampleAlias' : 'ExampleName';
  return change(subject, [[argument, hclString(shown)]]);
}

function tagIn(field: string): string | null {
  return field.startsWith('the tag ') ? field.slice('the tag '.length) : null;
}

const newText = { variable: 'NEW_TEXT', why: 'a text without a credential' };

function inAccount(subject: Key | Alias | Grant | KeyStore, field: string): Remedy {
  switch (subject.kind) {
    case 'key':
      return ofKey(subject, field);
    case 'alias':
      return [
        words(
          'an alias keeps its name: make another one, move the callers, and let this one go last',
        ),
        commands(
          subject,
          aws(
            'kms',
            'create-alias',
            subject,
            '--alias-name',
            { variable: 'NEW_ALIAS', why: 'a name as in alias/application' },
            '--target-key-id',
            targetOf(subject),
          ),
        ),
      ];
    case 'grant':
      return [
        words(
          'a grant keeps its name: create one like it under another name, and then retire this one',
        ),
        commands(subject, aws('kms', 'list-grants', subject, '--key-id', targetOf(subject))),
      ];
    case 'keyStore': {
      const id = plain(subject.keyStoreId, /^cks-[0-9a-f]{1,64}$/);
      const store: Word = id ?? { variable: 'KEY_STORE_ID', why: 'the id of the key store' };
      return [
        words(
          'a CloudHSM key store has to be disconnected for it, and its keys cannot be used as long',
        ),
        commands(
          subject,
          aws(
            'kms',
            'update-custom-key-store',
            subject,
            '--custom-key-store-id',
            store,
            '--new-custom-key-store-name',
            newText,
          ),
        ),
      ];
    }
  }
}

function targetOf(subject: Alias | Grant): Word {
  const { id } = subject.kind === 'alias' ? subject.target : subject.key;
  return plain(id, /^[\w:/-]{1,256}$/) ?? { variable: 'KEY_ID', why: 'the id of the key' };
}

function ofKey(key: Key, field: string): Remedy {
  const id: readonly Word[] = ['--key-id', keyWord(key)];
  const tag = tagIn(field);
  if (field === 'the description')
    return [
      commands(key, aws('kms', 'update-key-description', key, ...id, '--description', newText)),
    ];
  if (tag !== null)
    return [commands(key, aws('kms', 'tag-resource', key, ...id, '--tags', tagWord(tag)))];
  return [
    words(
      'key material keeps its description until it is imported again with --key-material-description',
    ),
    commands(key, aws('kms', 'list-key-rotations', key, ...id)),
  ];
}

/** A tag with a value that is asked for. */
function tagWord(name: string): Word {
  if (!plainTag.test(name))
    return { variable: 'TAG', why: 'a tag, as in TagKey=team,TagValue=payments' };
  return {
    own: `'TagKey=${name},TagValue='"\${TAG_VALUE:?the value of the tag ${name.replaceAll(/[^\w ./-]/g, ' ')}}"`,
  };
}

/** Gives a key tags of these names; a value may be anything, so only the code that has it says it again. */
export function copyTags(
  predecessor: Key,
  isGone: boolean,
  successor: Key,
  names: readonly string[],
): Remedy {
  const printable = names.filter((name) => plainTag.test(name));
  if (successor.source === 'live') {
    const tags = printable.length === 0 ? [tagWord('')] : printable.map(tagWord);
    return [
      commands(
        predecessor,
        aws('kms', 'list-resource-tags', predecessor, '--key-id', keyWord(predecessor)),
      ),
      words('with the values that the predecessor has'),
      commands(
        successor,
        aws('kms', 'tag-resource', successor, '--key-id', keyWord(successor), '--tags', ...tags),
      ),
    ];
  }
  const [old, next] = [declaredName(predecessor), declaredName(successor)];
  const isBeside = !isGone && old !== null && old.module === next?.module;
  const rows = printable.map((name) => {
    const value = isBeside ? `${localAddress(old)}.tags_all[${hclString(name)}]` : '"ExampleValue"';
    return `  ${hclString(name)} = ${value}`;
  });
  return [
    words('beside the tags that the key has'),
    change(successor, [['tags', rows.length === 0 ? '{}' : `{\n${rows.join('\n')}\n}`]]),
  ];
}
