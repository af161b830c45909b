// Records the fake AWS: node live-record.js <endpoint> <directory> <share> <Regions> <threads>. Tells its figures to its
// parent.
import { facts } from '../src/model/facts.ts';
import { allSockets, openConnection, openStop, recordTargets } from '../src/record/index.ts';

const [endpoint = '', directory = '', share = '', regions = '', threads = ''] =
  process.argv.slice(2);
const started = performance.now();
const connection = await openConnection({ endpoint, proxied: false }, allSockets);
const targets = Array.from({ length: Number(regions) }, (_, index) => ({
  account: '111122223333',
  region: `eu-west-${index}`,
  credentials: async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' }),
  failure: null,
}));
const recorded = await recordTargets(targets, {
  directory,
  gzip: false,
  dated: false,
  resume: false,
  options: {
    facts: new Set(facts),
    history: false,
    versionPatterns: [],
    quotaShare: Number(share),
  },
  threads: Number(threads),
  connection,
  stop: openStop(),
  watcher: { begun: () => {}, advanced: () => {}, ended: () => {} },
});
connection.close();
const { user, system } = process.cpuUsage();
process.send?.({
  keys: recorded.reduce((sum, { keys }) => sum + keys, 0),
  unread: recorded.flatMap(({ unread }) => unread),
  wall: (performance.now() - started) / 1000,
  cpu: (user + system) / 1e6,
  peak: process.resourceUsage().maxRSS / 1024,
});
process.disconnect();
