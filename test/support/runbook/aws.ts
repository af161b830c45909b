#!/usr/bin/env node
// Stands for the AWS CLI in the tests of runbooks: knows the commands and options that they use, and no other, and asks the
// fake AWS at AWS_ENDPOINT_URL. Options are those of the AWS CLI command reference.
import { readFileSync } from 'node:fs';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What an option's word is: a text, a number, bytes of a file, JSON, a list of words, or a switch. */
type Kind = 'text' | 'number' | 'bytes' | 'json' | 'list' | 'switch';

const key = { 'key-id': 'text' } as const;
const policy = { policy: 'text', tags: 'json', description: 'text' } as const;
const proof = { ...key, message: 'bytes' } as const;
const signing = { ...proof, 'message-type': 'text', 'signing-algorithm': 'text' } as const;
const mac = { ...proof, 'mac-algorithm': 'text' } as const;

const operations: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  'cancel-key-deletion': key,
  'connect-custom-key-store': { 'custom-key-store-id': 'text' },
  'create-alias': { 'alias-name': 'text', 'target-key-id': 'text' },
  'create-grant': { ...key, name: 'text' },
  'create-key': {
    ...policy,
    'key-spec': 'text',
    'key-usage': 'text',
    origin: 'text',
    'custom-key-store-id': 'text',
    'xks-key-id': 'text',
    'multi-region': 'switch',
  },
  decrypt: { ...key, 'ciphertext-blob': 'bytes', 'encryption-algorithm': 'text' },
  'describe-key': key,
  'enable-key': key,
  'enable-key-rotation': { ...key, 'rotation-period-in-days': 'number' },
  encrypt: { ...key, plaintext: 'bytes', 'encryption-algorithm': 'text' },
  'generate-mac': mac,
  'get-key-policy': { ...key, 'policy-name': 'text' },
  'get-key-rotation-status': key,
  'get-parameters-for-import': {
    ...key,
    'wrapping-algorithm': 'text',
    'wrapping-key-spec': 'text',
  },
  'get-public-key': key,
  'import-key-material': {
    ...key,
    'import-type': 'text',
    'import-token': 'bytes',
    'encrypted-key-material': 'bytes',
    'expiration-model': 'text',
    'valid-to': 'text',
  },
  'list-grants': key,
  'replicate-key': { ...key, ...policy, 'replica-region': 'text' },
  'rotate-key-on-demand': key,
  sign: signing,
  'update-alias': { 'alias-name': 'text', 'target-key-id': 'text' },
  verify: { ...signing, signature: 'bytes' },
  'verify-mac': { ...mac, mac: 'bytes' },
};

const pascal = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

function valueOf(kind: Kind, word: string): Json {
  if (kind === 'bytes') {
    if (!word.startsWith('fileb://')) throw new Error(`${word}: bytes come from a file`);
    return readFileSync(word.slice('fileb://'.length)).toString('base64');
  }
  // The AWS CLI reads files in place of texts: no text of an input may get here.
  if (/^(?:fileb?|https?):\/\//.test(word)) throw new Error(`${word} names a file`);
  if (kind === 'json') return JSON.parse(word);
  if (kind === 'number') return Number(word);
  return kind === 'list' ? [word] : word;
}

interface Call {
  readonly input: Record<string, Json>;
  readonly region: string;
  readonly query: string | null;
  readonly output: string;
}

function read(words: readonly string[], options: Readonly<Record<string, Kind>>): Call {
  const global: Record<string, string> = {};
  const input: Record<string, Json> = {};
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const name = word.replace(/^--/, '');
    const kind = options[name];
    if (name === word || name.startsWith('-')) throw new Error(`${word} is no option`);
    if (kind === 'switch') {
      input[pascal(name)] = true;
      continue;
    }
    const value = rest.shift();
    if (value === undefined || value === '') throw new Error(`${word} wants a value`);
    if (name === 'cli-input-json') Object.assign(input, JSON.parse(value));
    else if (kind !== undefined) input[pascal(name)] = valueOf(kind, value);
    else if (['region', 'query', 'output'].includes(name)) global[name] = value;
    else throw new Error(`${word} is no option of this command`);
  }
  const { region = process.env['AWS_REGION'] ?? '', query = null, output = 'json' } = global;
  return { input, region, query, output };
}

async function ask(operation: string, { input, region }: Call): Promise<Json> {
  const date = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const scope = `AKIAIOSFODNN7EXAMPLE/${date.slice(0, 8)}/${region}/kms/aws4_request`;
  const response = await fetch(process.env['AWS_ENDPOINT_URL'] ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${operation}`,
      'x-amz-date': date,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
    },
    body: JSON.stringify(input),
  });
  const answer: Json = JSON.parse(await response.text());
  if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(answer)}`);
  return answer;
}

function pick(answer: Json, query: string): Json {
  const list = /^\[(.*)\]$/.exec(query)?.[1];
  if (list !== undefined) return list.split(',').map((part) => pick(answer, part));
  return query.split('.').reduce<Json>((value, name) => {
    const found = typeof value === 'object' && value !== null && name in value;
    return found ? (Object.entries(value).find(([own]) => own === name)?.[1] ?? null) : null;
  }, answer);
}

function print(value: Json, output: string): string {
  if (output !== 'text') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map((one) => print(one, output)).join('\t');
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null) return 'None';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

try {
  const [service, name = '', ...words] = process.argv.slice(2);
  const options = operations[name];
  if (service === 'sts' && name === 'get-caller-identity') {
    const { query } = read(words, {});
    process.stdout.write(query === 'Account' ? `${process.env['ACCOUNT']}\n` : '');
  } else if (service === 'kms' && options !== undefined) {
    const call = read(words, options);
    const answer = await ask(pascal(name), call);
    const told = call.query === null ? answer : pick(answer, call.query);
    process.stdout.write(`${print(told, call.output)}\n`);
  } else throw new Error(`aws ${service} ${name}: no such command`);
} catch (error) {
  process.stderr.write(`aws: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 255;
}
