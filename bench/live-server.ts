// The fake AWS in a process of its own, with the same keys in each Region:
// node live-server.js <Regions> <keys> <quota factor, or 0 for none> <latency in milliseconds>.
import { fakeEstate } from '../test/support/aws/keys.ts';
import { startAwsServer } from '../test/support/aws/server.ts';

const [regions = 1, keys = 0, quotaFactor = 0, latency = 0] = process.argv.slice(2).map(Number);
let calls = 0;
const server = await startAwsServer({
  estates: Array.from({ length: regions }, (_, index) =>
    fakeEstate(keys, { region: `eu-west-${index}`, kindOf: () => 'symmetric' }),
  ),
  latency,
  keep: false,
  fault: () => {
    calls += 1;
    return null;
  },
  ...(quotaFactor === 0 ? {} : { quotaFactor }),
});
const before = process.cpuUsage();
process.send?.({ url: server.url });
process.on('message', () => {
  const { user, system } = process.cpuUsage(before);
  process.send?.({ calls, throttles: server.throttles(), cpu: (user + system) / 1e6 });
  process.disconnect();
  void server.close();
});
