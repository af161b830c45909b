import { hclString } from '../../text/hcl-string.ts';

/** An argument and its expression, which may have several lines. */
export type Line = readonly [name: string, expression: string];

/** A resource block of these arguments, their equals signs below each other as `terraform fmt` has them. */
export function resource(
  type: string,
  label: string,
  lines: readonly Line[],
  nested: readonly string[] = [],
): readonly string[] {
  return block(`resource "${type}" "${label}"`, lines, nested);
}

export function block(
  head: string,
  lines: readonly Line[],
  nested: readonly string[] = [],
): readonly string[] {
  const width = Math.max(
    0,
    ...lines.filter(([, text]) => !text.includes('\n')).map(([name]) => name.length),
  );
  const body = lines.flatMap(([name, expression]) => {
    const [first = '', ...more] = expression.split('\n');
    const padded = more.length === 0 ? name.padEnd(width) : name;
    return [`  ${padded} = ${first}`, ...more.map((line) => `  ${line}`)];
  });
  const gap = body.length > 0 && nested.length > 0 ? [''] : [];
  return [`${head} {`, ...body, ...gap, ...nested.map((line) => `  ${line}`), '}'];
}

/** A variable without a default: nothing is planned until somebody gives it. */
export function variable(name: string, description: string, isSecret = false): readonly string[] {
  return block(`variable "${name}"`, [
    ['type', 'string'],
    ['description', hclString(description)],
    ...(isSecret ? [['sensitive', 'true'] as const] : []),
  ]);
}

export const preventDestroy = ['lifecycle {', '  prevent_destroy = true', '}'];

/** Tags as an object, or as the list of the awscc provider. */
export function tagsOf(
  tags: readonly (readonly [string, string])[],
  isList: boolean = false,
): string {
  if (isList) {
    const items = tags.map(
      ([name, value]) => `  { key = ${hclString(name)}, value = ${hclString(value)} },`,
    );
    return `[\n${items.join('\n')}\n]`;
  }
  const lines = tags.map(([name, value]) => {
    const isName = /^[A-Za-z_][\w-]*$/.test(name);
    return `  ${isName ? name : hclString(name)} = ${hclString(value)}`;
  });
  return `{\n${lines.join('\n')}\n}`;
}

/** A line of a comment: nothing of it can end it. */
export const comment = (text: string): string => `# ${text.replaceAll(/[\r\n]+/g, ' ')}`;

/** A label begins with a letter or an underscore. */
export function startsWell(label: string): string {
  return /^[A-Za-z_]/.test(label) ? label : `_${label}`;
}

/** An object of an account comes into the state (Terraform language, `import` block; the provider's `id@region`). */
export function imports(to: string, id: string, region: string | null): readonly string[] {
  return [
    ...(region === null ? [] : [`# in ${region}`]),
    ...block('import', [
      ['to', to],
      ['id', hclString(id)],
    ]),
  ];
}
