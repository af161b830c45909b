// The fake AWS in a process of its own: node live-server.js <keys> <quota factor, or 0 for none> <latency in milliseconds>.
import { fakeEstate } from '../test/support/aws/keys.ts';
import { startAwsServer } from '../test/support/aws/server.ts';

const [keys = 0, quotaFactor = 0, latency = 0] = process.argv.slice(2).map(Number);
const server = await startAwsServer({
  estates: [fakeEstate(keys, { kindOf: () => 'symmetric' })],
  latency,
  keep: false,
  ...(quotaFactor === 0 ? {} : { quotaFactor }),
});
process.send?.({ url: server.url });
process.on('message', () => {
  process.send?.({ throttles: server.throttles() });
  process.disconnect();
  void server.close();
});
