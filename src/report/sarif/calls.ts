import type { Location as SarifLocation } from 'sarif';
import type { ReportedFinding } from '../../lint/report.ts';
import type { Call } from '../../model/location.ts';
import { rootOf } from '../print/blocks/calls.ts';
import { describeLine, linesOf } from '../print/place.ts';
import { toRange } from './location.ts';

/** The calls that lead to the place, that which decides first. */
export function callsOf({ location }: ReportedFinding): readonly Call[] {
  const calls = linesOf(location)?.calls ?? [];
  const passing = calls.filter(({ argument }) => argument !== null);
  return [...passing, ...calls.filter(({ argument }) => argument === null)];
}

/** A call among the related locations; the message links to it by its number, which is that of its place among them. */
export function toCall(call: Call, i: number): SarifLocation {
  const text = plain(`${verbOf(call, i)} ${call.call}`);
  return { id: i + 1, physicalLocation: toRange(call.at), message: { text } };
}

function verbOf({ argument }: Call, i: number): string {
  if (argument === null) return 'called by';
  return i === 0 ? 'passed by' : 'through';
}

/** The root module, and the calls with links to their lines, as code scanning shows them. */
export function describeWay(finding: ReportedFinding, calls: readonly Call[]): readonly string[] {
  const module = rootOf(finding);
  const way = [
    ...(module === null ? [] : [plain(`root module ${module}`)]),
    ...calls.map(
      (call, i) =>
        `${plain(`${verbOf(call, i)} ${call.call}`)} at [${inLink(describeLine(call.at))}](${i + 1})`,
    ),
  ];
  return way.length === 0 ? [] : [way.join(', ')];
}

/** In the text of a link, brackets and backslashes are escaped. */
function inLink(text: string): string {
  return text.replaceAll(/[[\]\\]/g, String.raw`\$&`);
}

/** In a SARIF message `[text](target)` is a link, and a name is none. */
export function plain(text: string): string {
  return text.replaceAll('](', '\\](');
}
