import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isArray, member } from '../../src/read/input/json.ts';
import type { Json } from '../../src/read/input/resource.ts';
import { python, pythonMissing } from '../support/aws/moto-server.ts';
import { asText } from '../support/tables/answers.ts';
import { athena, openTables, queries, textOf } from '../support/tables/duckdb.ts';
import { runs } from '../support/tables/organisation.ts';
import { writeRun } from '../support/tables/runs.ts';

describe('a query', () => {
  /** Functions that mean the same to Trino and to DuckDB. */
  const common = new Set(
    'cast coalesce count count_if date_diff date_trunc floor max min nullif regexp_extract row_number substr sum unnest'.split(
      ' ',
    ),
  );
  /** Words before a bracket that are no functions. */
  const words = new Set(['as', 'from', 'in', 'and', 'join', 'over', 'exists', 't']);

  test.each(queries)('%s keeps to what both engines have', (query) => {
    const [question = '', ...sql] = textOf(query).split('\n');
    expect(question).toMatch(/^-- .*[?.]$/);
    const bare = sql.join('\n').replaceAll(/'[^']*'/g, "''");
    const used = [...bare.matchAll(/\b([a-z_0-9]+) ?\(/gi)].map(([, name = '']) =>
      name.toLowerCase(),
    );
    expect(used.filter((name) => !common.has(name) && !words.has(name))).toEqual([]);
    expect(bare).not.toMatch(
      /::|\bQUALIFY\b|\bEXCLUDE\b|\[|current_|\bnow\(|(?<!")\bdate\b(?!"|\))/i,
    );
  });

  const missing = pythonMissing('sqlglot');
  if (missing !== null) process.stdout.write(`skipped: Athena's grammar: ${missing}\n`);
  test.skipIf(missing !== null)('is what sqlglot takes for Athena’s, as is the DDL', () => {
    const script = `import sys, sqlglot
for path in sys.argv[1:]:
    for part in sqlglot.parse(open(path).read(), read='athena'):
        print(type(part).__name__, *[one.name for one in part.find_all(sqlglot.exp.Anonymous)])`;
    const files = queries.map((query) => join(athena, 'queries', `${query}.sql`));
    const said = execFileSync(python, ['-c', script, ...files, join(athena, 'tables.sql')], {
      encoding: 'utf8',
    });
    expect(said.trim().split('\n')).toEqual([
      ...queries.map(() => 'Select'),
      ...Array.from({ length: 4 }, () => 'Create'),
    ]);
  });
});

describe('the tables', () => {
  const columns: Json = JSON.parse(readFileSync(join(athena, 'tables.json'), 'utf8'));
  const names = Object.keys(Object(columns));

  test.each(['findings', 'keys', 'scans'])(
    '%s has columns that the schema of its rows has, with their types',
    (table) => {
      const file = table === 'findings' ? 'ndjson' : table;
      const schema: Json = JSON.parse(
        readFileSync(new URL(`../../schema/${file}.schema.json`, import.meta.url), 'utf8'),
      );
      const properties = Object(member(schema, 'properties'));
      const known = new Map(
        Object.keys(properties).map((name) => [name.toLowerCase(), properties[name]]),
      );
      for (const [name, type] of Object.entries(Object(member(columns, table)))) {
        const told =
          member(known.get(name) ?? null, 'type') ?? (name === 'version' ? 'integer' : 'string');
        const [kind] = isArray(told) ? told : [told];
        expect([name, typesOf[asText(kind)]?.test(String(type))]).toEqual([name, true]);
      }
    },
  );

  test('are the same in the DDL and in DuckDB', async () => {
    const ddl = readFileSync(join(athena, 'tables.sql'), 'utf8');
    const made = [...ddl.matchAll(/CREATE EXTERNAL TABLE `(\w+)` \(\n([\s\S]*?)\n\)/g)].map(
      ([, name, body = '']) => [
        name,
        Object.fromEntries(
          [...body.matchAll(/^ {2}`(\w+)` (.*?),?$/gm)].map(([, column, type]) => [column, type]),
        ),
      ],
    );
    expect(Object.fromEntries(made)).toEqual(columns);
    const directory = mkdtempSync(join(tmpdir(), 'kmslint-tables-'));
    for (const run of runs.slice(0, 1)) await writeRun(directory, run);
    const tables = await openTables(directory);
    for (const name of names) {
      const rows = await tables.ask(`DESCRIBE ${name}`);
      const inDuckDb = rows.map((row) => asText(row['column_name']).toLowerCase());
      expect(inDuckDb).toEqual([...Object.keys(Object(member(columns, name))), 'date']);
    }
    tables.close();
    rmSync(directory, { recursive: true, force: true });
  });
});

const typesOf: Readonly<Record<string, RegExp>> = {
  string: /^string$/,
  boolean: /^boolean$/,
  integer: /^int$/,
  number: /^int$/,
  array: /^(?:array<string>|string)$/,
  object: /^(?:struct<.*>|string)$/,
};
