import type { Replaced } from '../replaced.ts';
import type { Grant } from '../../model/inventory.ts';
import { isTellable } from './carried.ts';
import { need, run, say, step, type Command, type Step, type Word } from '../step.ts';
import { escapeJson } from '../../text/escape.ts';
import { fileOf, keyWord, kms, newKey, only, regionWords } from './words.ts';

/** Grants belong to one key and follow no alias (KMS Developer Guide, "Grants in AWS KMS"). */
export function grantsStep(replaced: Replaced): Step {
  const { surroundings, key } = replaced;
  const { grants } = surroundings;
  const list = run(kms(replaced, 'list-grants', '--key-id', keyWord(key), '--output', 'json'));
  if (grants === null) {
    return step(
      'Carry the grants over',
      [
        say`Grants belong to one key and follow no alias. Not all of this key's were read: ${'aws kms list-grants'} tells them. ${'COPY_GRANTS'} is a program of yours that gives the successor those of them that are your own, with ${'aws kms create-grant'}; where there are none, it is ${'true'}. Services make theirs anew when they use the new key.`,
      ],
      {
        commands: [
          need('COPY_GRANTS', whatCopies),
          list,
          run([{ own: '"$COPY_GRANTS"' }, keyWord(key), newKey]),
        ],
      },
    );
  }
  const made = grants.map((grant) => ({ grant, command: create(grant, replaced) }));
  return step(
    'Carry the grants over',
    [
      grants.length > 0
        ? say`Grants belong to one key and follow no alias: the successor gets its own, and the old key keeps what it has.`
        : key.source === 'live'
          ? say`The key has no grants but those that AWS services made for themselves.`
          : say`No grant of the key is declared.`,
      // What is declared is not all that there is.
      ...(key.source === 'live'
        ? []
        : [
            say`Grants that were made by other means are not known here: ${'aws kms list-grants'} tells them.`,
          ]),
      ...made.flatMap(({ grant, command }) =>
        command === null
          ? [say`Not all of ${grant.subject} is known: give the successor one like it.`]
          : [],
      ),
    ],
    { commands: made.flatMap(({ command }) => command ?? []) },
  );
}

const whatCopies =
  'a program of yours that gives the key of its second argument the grants of your own on that of its first - or true, where there are none';

/** Null where a part of it is not known, or looks like a credential. */
function create(grant: Grant, replaced: Replaced): Command | null {
  const { grantee, operations, name, retirer } = grant;
  const constraints = constraintsOf(grant);
  if (!grantee.known || !operations.known || !name.known || !retirer.known) return null;
  if (constraints === null) return null;
  const json = escapeJson(
    JSON.stringify({
      GranteePrincipal: grantee.value,
      Operations: operations.value,
      ...(retirer.value === null ? {} : { RetiringPrincipal: retirer.value }),
      ...(name.value === null ? {} : { Name: name.value }),
      ...(Object.keys(constraints).length === 0 ? {} : { Constraints: constraints }),
    }),
  );
  const isSensitive = [grantee, operations, name, retirer].some(
    (value) => value.sensitive === true,
  );
  if (isSensitive || !isTellable(json)) return null;
  return run(kms(replaced, 'create-grant', '--key-id', newKey, '--cli-input-json', json));
}

function constraintsOf({ constraints }: Grant): object | null {
  if (!constraints.known || constraints.sensitive === true) return null;
  const { equals, subset, sourceArn } = constraints.value;
  return {
    ...(equals === null ? {} : { EncryptionContextEquals: equals }),
    ...(subset === null ? {} : { EncryptionContextSubset: subset }),
    ...(sourceArn === null ? {} : { SourceArn: sourceArn }),
  };
}

/** Compares the policies as AWS has them, before anything leads to the new key. */
export function compareStep(replaced: Replaced): Step {
  const { key } = replaced;
  const id = keyWord(key);
  const fetch = (from: Word): readonly Word[] =>
    kms(
      replaced,
      'get-key-policy',
      '--key-id',
      from,
      '--policy-name',
      'default',
      ...only('Policy'),
    );
  return step(
    'Compare the policies',
    [
      say`${'kmslint policy-diff'} ends with 0 where the successor's policy gives all that the old one gave.`,
    ],
    {
      commands: [
        run(fetch(id), 'OLD_POLICY'),
        run(fetch(newKey), 'NEW_POLICY'),
        {
          kind: 'own',
          lines: [
            `printf '%s\\n' "$OLD_POLICY" > "\${WORK:?}/old-policy.json"`,
            `printf '%s\\n' "$NEW_POLICY" > "\${WORK:?}/new-policy.json"`,
          ],
        },
        run(
          [
            'aws',
            'kms',
            'describe-key',
            ...regionWords(key),
            '--key-id',
            id,
            ...only('KeyMetadata.Arn'),
          ],
          'OLD_ARN',
        ),
        run([
          'kmslint',
          'policy-diff',
          fileOf('old-policy.json'),
          fileOf('new-policy.json'),
          '--old-key',
          { own: '"$OLD_ARN"' },
          '--new-key',
          newKey,
        ]),
      ],
    },
  );
}

/** Publishes the public key: who verifies or encrypts outside of AWS holds the old one. */
export function publishStep(replaced: Replaced): Step {
  const publish = 'PUBLISH_PUBLIC_KEY';
  return step(
    'Publish the public key',
    [
      say`Whoever verifies, encrypts or agrees on keys outside of AWS holds the public key of the old one: they need that of the successor before the alias moves. What was signed before still wants the old one.`,
    ],
    {
      commands: [
        need(
          publish,
          'a program of yours that publishes the public key in the file of its argument, DER in base64',
        ),
        run(
          kms(replaced, 'get-public-key', '--key-id', newKey, ...only('PublicKey')),
          'PUBLIC_KEY',
        ),
        {
          kind: 'own',
          lines: [
            `printf '%s\\n' "$PUBLIC_KEY" > "\${WORK:?}/successor-public-key.b64"`,
            `"$${publish}" "\${WORK:?}/successor-public-key.b64"`,
          ],
        },
      ],
    },
  );
}
