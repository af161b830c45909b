import type picocolors from 'picocolors';
import { severities } from '../../model/finding.ts';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** The columns that labels of verdicts take. */
export const labelWidth = Math.max(...severities.map((severity) => severity.length));

/** A label in its colour, as wide as the widest. */
export function paint(label: string, colors: Colors): string {
  const padded = label.padEnd(labelWidth);
  const paints: Readonly<Record<string, (text: string) => string>> = {
    critical: (text) => colors.bold(colors.red(text)),
    high: colors.red,
    medium: colors.yellow,
    low: colors.blue,
    info: colors.cyan,
    open: colors.magenta,
    pass: colors.green,
  };
  return (paints[label] ?? colors.dim)(padded);
}
