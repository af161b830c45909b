import { describeKind, isKept } from '../../model/keys/eligibility.ts';
import type { Key } from '../../model/inventory.ts';
import { unknownReasons } from '../../model/value.ts';
import { aliasName, type Replaced } from '../replaced.ts';
import { expect, need, run, say, step, type Command, type Sentence, type Step } from '../step.ts';
import { showsAll } from '../../text/hcl-string.ts';
import { quoteWord } from '../../text/shell.ts';
import type { Own } from '../sentence.ts';
import { onDemandLeft, rotatesItself, wayOf } from './kind.ts';
import { accountOf, keyWord, kms, only, regionWords } from './words.ts';

/** What has to hold before anything is changed. */
export function checkStep(replaced: Replaced): Step {
  const { key } = replaced;
  const parts = [account(key), state(replaced), itself(replaced), store(replaced)];
  return step(
    'Check first',
    [
      ...parts.flatMap(({ says }) => says),
      ...aliasSentences(replaced),
      ...consumers(replaced),
      ...replicas(replaced),
    ],
    { commands: [begin, ...parts.flatMap(({ commands }) => commands)] },
  );
}

/** A directory for what the lines write, and something to try the keys on. */
const begin: Command = {
  kind: 'own',
  lines: [
    // Version 2 of the AWS CLI would wait for somebody to read.
    "AWS_PAGER=''; export AWS_PAGER",
    'WORK=$(mktemp -d)',
    `printf rotation > "\${WORK:?}/message"`,
  ],
};

/** What kind of key it is; a word that AWS added later is a name. */
export function kindIn(key: Key): string | Own {
  const kind = describeKind(key);
  const own = kind === 'such a key' ? 'a symmetric encryption key' : kind;
  return /^[A-Za-z0-9_ ]+$/.test(own) ? { own } : own;
}

interface Part {
  readonly says: readonly Sentence[];
  readonly commands: readonly Command[];
}

const nothing: Part = { says: [], commands: [] };

function account(key: Key): Part {
  const id = accountOf(key);
  if (id === null) return nothing;
  return {
    says: [say`These lines are for account ${id}.`],
    commands: [
      expect(
        ['aws', 'sts', 'get-caller-identity', ...regionWords(key), ...only('Account')],
        id,
        'these lines are for another account',
      ),
    ],
  };
}

/** A key that KMS rotates needs no successor: that is the advice, and a script goes on only where it is told to. */
function itself(replaced: Replaced): Part {
  const { key } = replaced;
  if (!rotatesItself(key)) return wayOf(key) === 'successor' ? kindOf(key) : nothing;
  const { enabled } = key.rotation;
  const isOff = enabled.known && !enabled.value;
  const left = onDemandLeft(key);
  return {
    says: [
      say`KMS rotates this key by itself, every year or in the period that you set, and on demand at any time: callers, policy and aliases stay as they are, and old data stays readable. AWS recommends that, and a successor only where a rule of yours demands a new key.`,
      isOff
        ? say`Automatic rotation is off: the lines turn it on.`
        : say`A rotation on demand is ${'aws kms rotate-key-on-demand'}${left === null ? '' : `, of which the key has ${left} left`}.`,
      say`What follows is for who needs a new key all the same: a script goes on where ${'MANUAL_ROTATION'} is set.`,
    ],
    commands: [
      ...(isOff ? [turnOn(replaced)] : []),
      need(
        'MANUAL_ROTATION',
        'KMS rotates this key by itself: set it to yes to replace the key all the same',
      ),
    ],
  };
}

/** A key that waited for its deletion comes back with its rotation as it was (KMS Developer Guide, "Rotate AWS KMS keys"). */
function turnOn(replaced: Replaced): Command {
  const id = keyWord(replaced.key);
  const status = kms(replaced, 'get-key-rotation-status', '--key-id', id);
  return {
    kind: 'unless',
    asks: [...status, ...only('KeyRotationEnabled')],
    answer: 'True',
    words: kms(replaced, 'enable-key-rotation', '--key-id', id),
  };
}

function kindOf(key: Key): Part {
  return {
    says: [
      say`KMS does not rotate ${kindIn(key)} by itself: a new key takes its place, and the alias moves.`,
    ],
    commands: [],
  };
}

/** The old key has to serve for as long as there is something under it. */
function state(replaced: Replaced): Part {
  const { key } = replaced;
  const { keyState } = key;
  const enable = run(kms(replaced, 'enable-key', '--key-id', keyWord(key)));
  if (!keyState.known) {
    const { what, reason } = keyState;
    return {
      says: [
        say`The key's state is not known (${what}: ${unknownReasons[reason]}): it has to be enabled.`,
      ],
      commands: [],
    };
  }
  if (keyState.value === 'Disabled') {
    return {
      says: [
        say`The key is disabled: what is under it can be read or verified only after it is enabled. Find out first why somebody disabled it.`,
      ],
      commands: [need('ENABLE_OLD_KEY', 'the key is disabled: set it to yes to enable it'), enable],
    };
  }
  if (isKept(key).is !== false) return nothing;
  return {
    says: [
      say`The key waits for its deletion, and with it all that is under it alone. A rotation keeps the old key: the deletion has to be cancelled.`,
    ],
    commands: [
      need('KEEP_OLD_KEY', 'the key waits for its deletion: set it to yes to cancel that'),
      run(kms(replaced, 'cancel-key-deletion', '--key-id', keyWord(key))),
      enable,
    ],
  };
}

/** A key store makes keys only while it is connected and two HSMs stand behind it (KMS API, CreateKey). */
function store(replaced: Replaced): Part {
  const { key, store: found, hasTwoHsms } = replaced;
  if (!key.inCustomKeyStore.known || !key.inCustomKeyStore.value) return nothing;
  const { keyStoreId: id } = key;
  const isConnected =
    found?.connectionState.known === true && found.connectionState.value === 'CONNECTED';
  const connect = id !== undefined && found !== null && found.connectionState.known && !isConnected;
  return {
    says: [
      ...(hasTwoHsms === null
        ? []
        : hasTwoHsms.is === true
          ? [
              say`Two active HSMs in different Availability Zones stand behind the key store, as CreateKey demands.`,
            ]
          : [
              hasTwoHsms.is === false
                ? say`Fewer than two active HSMs in different Availability Zones stand behind the key store: CreateKey fails until there is a second one.`
                : say`CreateKey wants two active HSMs in different Availability Zones behind the key store; whether they are there cannot be told from what was read.`,
            ]),
      ...(connect
        ? [say`The key store is not connected, and makes no keys until it is.`]
        : found === null || !found.connectionState.known
          ? [say`The key store has to be connected.`]
          : []),
    ],
    commands: [
      ...(hasTwoHsms !== null && hasTwoHsms.is !== true
        ? [
            need(
              'TWO_HSMS',
              'CreateKey wants two active HSMs in different Availability Zones: set it to yes when they are there',
            ),
          ]
        : []),
      ...(connect
        ? [
            need(
              'CONNECT_KEY_STORE',
              'the key store is not connected: set it to yes to connect it',
            ),
            run(kms(replaced, 'connect-custom-key-store', '--custom-key-store-id', id)),
          ]
        : []),
    ],
  };
}

function aliasSentences({ key, moving, isEveryAliasKnown }: Replaced): readonly Sentence[] {
  if (wayOf(key) === 'import') return [];
  const names = moving.map((alias) => aliasName(alias) ?? alias.subject);
  const doubt = isEveryAliasKnown
    ? []
    : [say`Not all aliases were read: there may be more that point at the key.`];
  if (names.length > 0)
    return [
      ...names.map((name) => say`The alias ${name} points at the key, and will move.`),
      ...doubt,
    ];
  return [
    say`No alias that could move points at the key: callers name the key itself, and each has to be changed. Give the successor an alias, so that this is the last time.`,
    ...doubt,
  ];
}

/** Where consumers are told; see {@link Surroundings}. */
function consumers({ key, surroundings }: Replaced): readonly Sentence[] {
  if (wayOf(key) === 'import') return [];
  return [
    ...(surroundings.consumers ?? []),
    say`Whoever holds the key's id or ARN, and not the alias, stays with the old key: look for it in code, configuration and IAM policies.`,
  ];
}

/** The command that prints another key's runbook, as a shell takes it. */
export function commandFor(subject: string): string {
  return showsAll(subject) ? `kmslint runbook ${quoteWord(subject.replaceAll('\r', ''))}` : subject;
}

function replicas({ key, replicas: found }: Replaced): readonly Sentence[] {
  const type = key.multiRegionKeyType;
  if (!type.known || type.value !== 'PRIMARY') return [];
  return [
    say`It is a multi-Region primary: each replica needs a replica of the successor, and aliases of its own Region.`,
    ...found.map(
      ({ subject }) =>
        say`Then go on with ${commandFor(subject)}, where ${'NEW_PRIMARY_KEY_ARN'} is the ARN of this successor.`,
    ),
  ];
}
