import { parseXML } from '@aws-sdk/xml-builder';
import { isObject, member } from '../../read/input/json.ts';
import type { Json } from '../../read/input/resource.ts';
import type { RegionStatus } from './cloud.ts';

/** AWS refused or garbled the list of Regions; named as AWS names it. */
export class RegionsError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode: status };
  }
}

/** @throws RegionsError with AWS's own name of the error, where there is one */
export function readRegions(body: string, status: number): readonly RegionStatus[] {
  const answer = parseAnswer(body, status);
  if (status !== 200) {
    const error = within(answer, 'Errors', 'Error') ?? within(answer, 'Error') ?? answer;
    const [code, message] = [text(error, 'Code'), text(error, 'Message')];
    throw new RegionsError(code ?? `Http${status}`, message ?? 'no reason given', status);
  }
  const items = within(answer, 'regionInfo', 'item');
  const regions = (Array.isArray(items) ? items : [items]).flatMap((item) => {
    const [name, opted] = [text(item, 'regionName'), text(item, 'optInStatus')];
    return name === null ? [] : [{ name, enabled: opted !== 'not-opted-in' }];
  });
  if (regions.length > 0) return regions;
  throw new RegionsError('UnexpectedAnswer', 'DescribeRegions named no Region', status);
}

function parseAnswer(body: string, status: number): Json {
  try {
    const parsed: Json = parseXML(body);
    return isObject(parsed) ? (Object.values(parsed).find(isObject) ?? null) : null;
  } catch {
    throw new RegionsError('UnexpectedAnswer', 'the answer is no XML', status);
  }
}

function within(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, name) => (at !== undefined && isObject(at) ? member(at, name) : undefined),
    value,
  );
}

function text(value: Json | undefined, name: string): string | null {
  const found = within(value, name);
  return typeof found === 'string' ? found : null;
}
