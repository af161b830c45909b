import { type ComparisonContext, coverage, parsePolicy, type Side } from '../src/policy/index.ts';

// What a link between two keys costs: both policies parsed, normalised and compared.

const side: Side = {
  arn: null,
  account: ['111122223333'],
  at: { kind: 'plan', path: 'plan.json', pointer: '', source: null },
  reason: 'not-read',
};
const context: ComparisonContext = { predecessor: side, successor: side };
const actions = ['Encrypt', 'Decrypt', 'ReEncrypt*', 'GenerateDataKey*', 'DescribeKey'];

function policyOf(link: number): string {
  const statements = Array.from({ length: 20 }, (_, index) => ({
    Sid: `Allow use of the key ${index}`,
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::111122223333:role/Example${link}-${index}` },
    Action: actions.map((action) => `kms:${action}`),
    Resource: '*',
    Condition: { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function compareLinks(links: number): number {
  const started = performance.now();
  for (let link = 0; link < links; link++) {
    const [old, next] = [parsePolicy([policyOf(link)]), parsePolicy([policyOf(link)])];
    if (old.document === null || next.document === null) throw new Error('a policy was not read');
    const { covered } = coverage(old.document, next.document, context);
    if (covered.is !== true) throw new Error('a copied policy was not covered');
  }
  return performance.now() - started;
}

compareLinks(200);
for (const links of [1250, 2500, 5000, 10_000]) {
  const spent = compareLinks(links);
  const each = ((1000 * spent) / links).toFixed(0);
  console.log(`${links} links: ${spent.toFixed(0)} ms, ${each} µs each`);
}
