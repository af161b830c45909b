import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json } from '../../../src/read/input/resource.ts';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

export const athena = fileURLToPath(new URL('../../../deploy/athena', import.meta.url));

/** Names of the queries that owners ask. */
export const queries: readonly string[] = readdirSync(join(athena, 'queries')).map((name) =>
  basename(name, '.sql'),
);

export const textOf = (query: string): string =>
  readFileSync(join(athena, 'queries', `${query}.sql`), 'utf8');

export type Row = Readonly<Record<string, Json>>;

export interface Tables {
  readonly ask: (sql: string) => Promise<readonly Row[]>;
  readonly close: () => void;
}

/** The tables below a directory, in the DuckDB of this process. */
export async function openTables(directory: string): Promise<Tables> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection: DuckDBConnection = await instance.connect();
  await connection.run(`SET file_search_path = '${directory.replaceAll("'", "''")}'`);
  await connection.run(readFileSync(join(athena, 'duckdb.sql'), 'utf8'));
  return {
    ask: async (sql) => {
      const answer = await connection.runAndReadAll(sql);
      return answer
        .getRowObjectsJS()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name.toLowerCase(), plain(value)]),
          ),
        );
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Numbers of whatever width as numbers, days as texts. */
function plain(value: unknown): Json {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  const json: Json = JSON.parse(JSON.stringify(value));
  return json;
}
