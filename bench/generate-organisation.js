// Writes the snapshots of an organisation: accounts of 5,000 keys in one Region each, as a scan leaves them.
import { join } from 'node:path';
import { writeSnapshot } from './generate-snapshot.js';

const keysOfAnAccount = 5000;

/** As many snapshots as it takes; one policy for a hundred keys. */
export function writeOrganisation(directory, keys) {
  for (let n = 0; n * keysOfAnAccount < keys; n++) {
    const account = String(111122223333 + n);
    const path = join(directory, `${account}_eu-west-1.json`);
    writeSnapshot(
      path,
      Math.min(keysOfAnAccount, keys - n * keysOfAnAccount),
      100,
      undefined,
      account,
    );
  }
}
