// Records the fake AWS: node live-record.js <endpoint> <file> <share>. Tells its figures to its parent.
import { facts } from '../src/model/facts.ts';
import { openConnection, recordTarget } from '../src/record/aws/index.ts';
import { openSnapshotFile } from '../src/record/snapshot/file.ts';

const [endpoint = '', path = '', share = ''] = process.argv.slice(2);
const started = performance.now();
const connection = await openConnection(endpoint, 256);
const reading = await recordTarget(
  {
    account: '111122223333',
    region: 'eu-central-1',
    credentials: async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }),
  },
  connection,
  {
    facts: new Set(facts),
    history: false,
    quotaShare: Number(share),
    deadline: new AbortController().signal,
  },
  openSnapshotFile(path, { gzip: false }),
);
connection.close();
const { user, system } = process.cpuUsage();
process.send?.({
  ...reading,
  wall: (performance.now() - started) / 1000,
  cpu: (user + system) / 1e6,
  peak: process.resourceUsage().maxRSS / 1024,
});
process.disconnect();
