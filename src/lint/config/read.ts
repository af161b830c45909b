import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UserError, UserErrors } from '../../errors.ts';
import { validateConfig } from '../../generated/config.js';
import { isDay } from '../../text/day.ts';
import type { SourceLocation } from '../../model/location.ts';
import { endlessKind, explain } from '../../read/input/load.ts';
import { decodeText } from '../../read/input/decode.ts';
import { repositoryOf } from '../../read/input/root-module.ts';
import type { Config, ConfigFile } from './config.ts';
import type { Fault } from './fault.ts';
import { isInside, showPath, type FoundConfig } from './find.ts';
import { MalformedText } from './malformed.ts';
import { describeErrors, firstOf, twinsIn } from './mistakes.ts';
import { follow, parseConfig, toJson, type JsonNode } from './parse.ts';

/** Larger files are no configuration. */
const maxBytes = 1 << 20;

/**
 * Reads a configuration file.
 * @throws UserErrors for every mistake in it, with line and column
 */
export async function readConfig(found: FoundConfig, directory: string): Promise<Config> {
  const shown = showPath(found.path, directory);
  const text = readText(found, shown);
  const { locator } = await import('../../hcl/language/source.ts');
  const at = locator(shown, text);
  const refuse = (faults: readonly Fault[]): never => {
    const told = faults.map(({ what, offset }) => {
      const { line, column } = at(offset, offset);
      return `${shown}:${line}:${column}: ${what}`;
    });
    throw new UserErrors(told);
  };
  let root: JsonNode | null = null;
  try {
    root = await parseConfig(text, found.path);
  } catch (error) {
    if (!(error instanceof MalformedText)) throw error;
    return refuse([{ what: error.message, offset: error.offset }]);
  }
  const file: unknown = toJson(root);
  const isValid = validateConfig(file);
  const faults = [
    ...twinsIn(root),
    ...(isValid
      ? nonsenseIn(file, found, root)
      : describeErrors(validateConfig.errors ?? [], root)),
  ];
  if (!isValid || faults.length > 0) return refuse(firstOf(faults));
  return toConfig(file, found, directory, shown, (pointer) => {
    const { value } = follow(root, pointer);
    return at(value.start, value.end);
  });
}

function readText({ path, root }: FoundConfig, shown: string): string {
  let descriptor: number | null = null;
  try {
    if (root === null ? endlessKind(path) !== null : !statSync(path).isFile()) {
      throw new UserError(`${shown}: it is no regular file, so it is no configuration`);
    }
    descriptor = openSync(path, 'r');
    const stat = fstatSync(descriptor);
    const bytes = stat.size > maxBytes ? null : readFileSync(descriptor);
    if (bytes === null || bytes.length > maxBytes) {
      throw new UserError(
        `${shown}: it is larger than ${maxBytes} bytes, so it is no configuration`,
      );
    }
    return decodeText(bytes);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${shown}: ${explain(error)}; check the path of the configuration`);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** What a schema cannot say. */
function nonsenseIn(
  { suppressions = [], baseline }: ConfigFile,
  { path, root: limit }: FoundConfig,
  root: JsonNode,
): readonly Fault[] {
  const offsetOf = (pointer: string): number => follow(root, pointer).value.start;
  const days = suppressions.flatMap(({ expires }, i): Fault[] => {
    if (expires === undefined || isDay(expires)) return [];
    return [{ what: `there is no day ${expires}`, offset: offsetOf(`/suppressions/${i}/expires`) }];
  });
  if (baseline === undefined || limit === null) return days;
  if (isInside(resolve(dirname(path), baseline), limit)) return days;
  const what =
    'the baseline leads out of the repository; name it with --baseline if it is to be trusted';
  return [...days, { what, offset: offsetOf('/baseline') }];
}

function toConfig(
  file: ConfigFile,
  { path, root }: FoundConfig,
  directory: string,
  shown: string,
  at: (pointer: string) => SourceLocation,
): Config {
  const { rules = {}, ignore = {}, suppressions = [], lineage = [], baseline } = file;
  const settings = Object.entries(rules).map(([id, setting]) => {
    const { severity = null, options = {} } =
      typeof setting === 'string' ? { severity: setting } : setting;
    return [id, { severity, options }] as const;
  });
  return {
    path: shown,
    base: root === null ? baseBeside(path, directory) : dirname(path),
    rules: Object.fromEntries(settings),
    ignore: { paths: ignore.paths ?? [], subjects: ignore.subjects ?? [] },
    suppressions: suppressions.map((one, i) => ({
      rule: one.rule,
      subject: one.subject,
      path: one.path ?? null,
      alias: one.alias ?? null,
      tags: one.tags ?? {},
      reason: one.reason,
      expires: one.expires ?? null,
      at: at(`/suppressions/${i}`),
    })),
    lineage: lineage.map((one, i) => ({ ...one, at: at(`/lineage/${i}`) })),
    versionPatterns: file.versionPatterns ?? [],
    ownerTags: file.ownerTags ?? null,
    environments: Object.entries(file.environments ?? {}).map(([name, one]) => ({
      name,
      varFiles: one.varFiles ?? [],
      workspace: one.workspace ?? null,
    })),
    failOn: file.failOn ?? null,
    failOnOpen: file.failOnOpen ?? null,
    allowGaps: file.allowGaps ?? null,
    allowUnfetched: file.allowUnfetched ?? null,
    baseline: baseline === undefined ? null : resolve(dirname(path), baseline),
  };
}

/** A file that is pinned from elsewhere speaks of the repository that it is used in. */
function baseBeside(path: string, directory: string): string {
  const repository = repositoryOf(directory) ?? directory;
  return isInside(path, repository) ? dirname(path) : repository;
}
