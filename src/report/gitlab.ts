import { distinguish } from '../lint/check.ts';
import { escapeText } from '../text/escape.ts';
import type { Severity } from '../model/finding.ts';
import { pathOf, type Location } from '../model/location.ts';
import { decidedAt, describeDecision } from './print/blocks/calls.ts';
import { clip } from './print/clip.ts';
import { ownerLines } from './groups/owner.ts';
import { linesOf, slashed } from './print/place.ts';
import { wholeMessage } from './print/related.ts';
import {
  failsOpen,
  isActive,
  type ReportedFinding,
  type ReportHead,
  type ReportOptions,
} from '../lint/report.ts';
import type { Reporter } from './format.ts';
import { openList } from './print/json-list.ts';

type GitLabSeverity = 'info' | 'minor' | 'major' | 'critical' | 'blocker';

/** GitLab's five severities, from its Code Quality report format. */
const severities: Readonly<Record<Severity, GitLabSeverity>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

const longest = 4096;

/**
 * GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
 * The widget compares it with the target branch's, so it holds what counts: failures, and undecided verdicts as
 * `info`, with their own severity where they fail the run.
 */
export function openGitlab(_: ReportHead, options: ReportOptions): Reporter {
  const violations = openList(0);
  return {
    *part({ findings }) {
      const counted = findings.filter(
        (finding) => isActive(finding) && (finding.kind === 'fail' || finding.kind === 'open'),
      );
      for (const finding of distinguish(counted))
        yield violations.add(toViolation(finding, options));
    },
    end: () => [`${violations.end()}\n`],
  };
}

function toViolation(finding: ReportedFinding, { failOnOpen }: ReportOptions): object {
  const { kind, severity, subject, ruleId, fingerprint, location, scope } = finding;
  const decided = decidedAt(finding);
  const text = [wholeMessage(finding), ...describeDecision(finding)].join('; ');
  return {
    description: clip(
      escapeText([`${subject}: ${text}`, ...ownerLines(finding)].join('; ')),
      longest,
    ),
    check_name: `kmslint/${ruleId}`,
    fingerprint,
    severity: kind === 'open' && !failsOpen(failOnOpen, ruleId) ? 'info' : severities[severity],
    location: {
      path: clip(escapeText(toPath(decided ?? location, scope)), longest),
      lines: { begin: decided?.line ?? 1 },
    },
  };
}

/** Relative to where the run started, which should be the repository's root; a live key has no file. */
function toPath(at: Location, scope: string): string {
  const path = linesOf(at)?.path ?? pathOf(at);
  return path === null ? `live/${scope}` : slashed(path).replace(/^(?:\.\/)+/, '');
}
