import { showPath } from '../../lint/config/find.ts';
import type { Policy } from './policy.ts';

/** What of the command line a reader of a report should know. */
interface Asked {
  readonly inputs: readonly string[];
  readonly shownFrom?: string;
  readonly configSuppressions: boolean;
  readonly inlineSuppressions: boolean;
  readonly workspace?: string | undefined;
  readonly all: boolean;
}

const mostInputs = 5;

/** How a run was asked for: no value of a variable, no directory that is gone behind it, and none of the machine's own. */
export function describeSettings(
  args: Asked,
  { config, baseline, thresholds }: Policy,
  directory: string,
): readonly (readonly [what: string, how: string])[] {
  const { failOn, failOnOpen, allowGaps, allowUnfetched } = thresholds;
  const { inputs, shownFrom, workspace } = args;
  const more = inputs.length - mostInputs;
  const named = [...inputs.slice(0, mostInputs), ...(more > 0 ? [`${more} more`] : [])];
  const passedOver = [
    ...(args.configSuppressions ? [] : ['those of the configuration']),
    ...(args.inlineSuppressions ? [] : ['those of comments']),
  ];
  const undecided =
    typeof failOnOpen === 'boolean'
      ? failOnOpen
        ? 'fail the run'
        : 'do not fail the run'
      : `fail the run for ${[...failOnOpen].join(', ')}`;
  return [
    ...(shownFrom === undefined
      ? [['Inputs', named.length === 0 ? '.' : named.join(', ')] as const]
      : []),
    ['Configuration', config?.path ?? 'none'],
    ['Baseline', baseline === null ? 'none' : showPath(baseline.path, directory)],
    ['Fails the run', failOn === null ? 'no finding' : `a finding of ${failOn} or worse`],
    ['Undecided verdicts', undecided],
    ...(allowGaps || allowUnfetched
      ? [
          [
            'Not read',
            allowGaps
              ? 'does not fail the run'
              : 'modules that were not fetched do not fail the run',
          ] as const,
        ]
      : []),
    ...(passedOver.length === 0
      ? []
      : [['Suppressions passed over', passedOver.join(' and ')] as const]),
    ...(workspace === undefined ? [] : [['Workspace', workspace] as const]),
    ['Verdicts shown', args.all ? 'all' : 'failures and undecided ones'],
  ];
}
