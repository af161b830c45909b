import type { Replaced } from '../replaced.ts';
import { say, step, type Sentence, type Step } from '../step.ts';
import { movesTo } from './alias.ts';
import { wayOf } from './kind.ts';
import { keyWord } from './words.ts';

/** The way back: the old key was never out of use. */
export function backStep(replaced: Replaced): Step {
  if (wayOf(replaced.key) === 'import') {
    return step(
      'How to go back',
      [
        say`A rotation on demand cannot be undone, and need not be: the key opens what either material encrypted. Material that waits for its rotation can be deleted.`,
      ],
      { isAside: true },
    );
  }
  return step(
    'How to go back',
    [
      say`Lead the alias back to the old key. Keep the successor: what was encrypted or signed under it in the meantime needs it as well.`,
    ],
    { commands: movesTo(replaced, keyWord(replaced.key)), isAside: true },
  );
}

/** Nothing under a key outlives it (KMS Developer Guide, "Deleting AWS KMS keys", "Rotate keys manually"). */
export function keepStep(replaced: Replaced): Step {
  const { key } = replaced;
  const usage = key.keyUsage.known ? key.keyUsage.value : null;
  const until: Sentence =
    usage === 'SIGN_VERIFY'
      ? say`Keep the old key enabled, or its public key published, for as long as anybody may want to verify a signature of it.`
      : usage === 'GENERATE_VERIFY_MAC'
        ? say`Keep the old key enabled for as long as anybody may want to verify a MAC of it: nothing else can.`
        : say`Keep the old key enabled for as long as anything is encrypted under it: ciphertexts, data keys, backups, snapshots. New data keys come from the successor; old data is not encrypted anew by any rotation.`;
  const isImport = wayOf(key) === 'import';
  return step(
    'What to keep, and for how long',
    [
      ...(isImport
        ? [
            say`Keep every material that the key ever had: where one of them expires or is deleted, the key waits for it and cannot be used at all.`,
          ]
        : [until, say`Keep its policy, its grants and its dated alias with it.`]),
      say`Never disable the key or schedule its deletion while something needs it. That nothing used it lately, as ${'GetKeyLastUsage'} or CloudTrail tell, is no proof: a backup is read on the day when it is needed.`,
      say`To make an end, encrypt anew first (${'aws kms re-encrypt'}, or a copy by the service that stores the data); then disable the key for a while that is longer than your longest interval between uses, and only then think of its deletion.`,
    ],
    { isAside: true },
  );
}
