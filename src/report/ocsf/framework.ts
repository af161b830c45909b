/** How the names of controls begin that the rules answer: with that of their framework. */
const frameworks = [
  'AWS Security Hub',
  'CIS AWS Foundations',
  'ISO 27001:2022',
  'NIST 800-53 r5',
  'PCI DSS',
];

/** The framework that a control is of; the whole name where it is none of those that are known. */
export function frameworkOf(control: string): string {
  return frameworks.find((name) => control.startsWith(`${name} `)) ?? control;
}
