import { aliasName, recordOf, type Replaced } from '../replaced.ts';
import {
  need,
  run,
  say,
  step,
  type Command,
  type Sentence,
  type Step,
  type Word,
} from '../step.ts';
import { aliasVariable, keyWord, kms, newKey } from './words.ts';

/** The alias that stays on the old key, as the record of the rotation and the way back. */
export function recordStep(replaced: Replaced): Step {
  const { leading, day, key } = replaced;
  const create = (name: Word): Command =>
    run(kms(replaced, 'create-alias', '--alias-name', name, '--target-key-id', keyWord(key)));
  const parts = leading.map((alias): { says: Sentence; commands: readonly Command[] } => {
    const name = aliasName(alias);
    if (name === null) {
      const why = `the dated alias of an alias that the input does not name, as in alias/application-${day}`;
      return {
        says: say`The name of ${alias.subject} is not known: give the old key an alias of the same stem that ends in ${`-${day}`}.`,
        commands: [need('DATED_ALIAS', why), create({ variable: 'DATED_ALIAS', why })],
      };
    }
    const record = recordOf(name, replaced);
    if (record.isThere)
      return { says: say`${record.name} is on the old key, and stays there.`, commands: [] };
    if (record.isTaken) {
      const why = 'another name for the dated alias, for the usual one is on another key';
      return {
        says: say`The name ${record.name} is on another key: choose another one of the same stem.`,
        commands: [need('DATED_ALIAS', why), create({ variable: 'DATED_ALIAS', why })],
      };
    }
    return {
      says: say`${record.name} stays on the old key when ${name} has moved.`,
      commands: [create(record.name)],
    };
  });
  const none = {
    says: say`The successor will have the first alias: give the old key one of the same stem that ends in ${`-${day}`}.`,
    commands: [
      need(aliasVariable.variable, aliasVariable.why),
      create({ own: `"\${ALIAS_NAME%-current}-${day}"` }),
    ],
  };
  const all = parts.length === 0 ? [none] : parts;
  return step(
    'Give the old key a dated alias',
    [
      say`It names the key that was in use until that day, so that it can be found, used by alias, and told from its successor.`,
      ...all.map(({ says }) => says),
    ],
    { commands: all.flatMap(({ commands }) => commands) },
  );
}

/** Lets callers find the successor (KMS API, UpdateAlias: one account, Region, key type and usage). */
export function moveStep(replaced: Replaced, successor: Word = newKey): Step {
  const { moving } = replaced;
  if (moving.length === 0) {
    const { variable, why } = aliasVariable;
    return step(
      'Give the key an alias',
      [
        say`Callers use it from now on: the day on which another key takes its place, the alias moves.`,
      ],
      {
        commands: [
          need(variable, why),
          run(
            kms(
              replaced,
              'create-alias',
              '--alias-name',
              aliasVariable,
              '--target-key-id',
              successor,
            ),
          ),
        ],
      },
    );
  }
  return step(
    'Move the alias',
    [
      say`From then on callers use the successor. Permissions that depend on aliases follow within five minutes.`,
    ],
    { commands: movesTo(replaced, successor) },
  );
}

/** The moving aliases, each led to a key. */
export function movesTo(replaced: Replaced, target: Word): readonly Command[] {
  return replaced.moving.flatMap((alias) => {
    const name = aliasName(alias);
    const asked = name === null ? [need(aliasVariable.variable, aliasVariable.why)] : [];
    const words = ['--alias-name', name ?? aliasVariable, '--target-key-id', target];
    return [...asked, run(kms(replaced, 'update-alias', ...words))];
  });
}
