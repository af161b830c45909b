import * as fc from 'fast-check';

const name = fc.constantFrom('a', 'b-c', '_d', 'module', 'source', 'resource', 'é1');

/** Pieces of texts that look like something else. */
const piece = fc.constantFrom(
  'x',
  ' ',
  '#',
  '//',
  '/*',
  '*/',
  '{',
  '}',
  '[',
  '(',
  ')',
  '\\"',
  '\\\\',
  '$',
  '%',
  '$$',
  '$${',
  '%%{',
  "'",
  '<<EOT',
  'module \\"m\\" {',
);

interface Parts {
  readonly expression: string;
  readonly text: string;
}

/** Expressions in whose texts, templates and comments everything else is hidden. */
const parts = fc.letrec((tie: fc.LetrecTypedTie<Parts>): fc.LetrecValue<Parts> => {
  const expression = tie('expression');
  const many = fc.array(expression, { maxLength: 3 });
  const inner = fc.oneof(
    { weight: 4, arbitrary: piece },
    { weight: 1, arbitrary: expression.map((e) => `\${${e}}`) },
    { weight: 1, arbitrary: expression.map((e) => `\${~ ${e} ~}`) },
    { weight: 1, arbitrary: expression.map((e) => `%{ if ${e} }y%{ endif }`) },
  );
  return {
    text: fc.array(inner, { maxLength: 4 }).map((all) => `"${all.join('').replace(/[$%]$/, '')}"`),
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('1', 'true', 'var.x', 'null', 'a.b[0]', 'f()', '1 / 2', '5 % 3', '1 < 2'),
      tie('text'),
      many.map((all) => `[${all.join(', # ] "\n')}${all.length === 0 ? '' : ' /* ] */'}]`),
      fc.tuple(name, expression).map(([key, e]) => `{\n${key} = ${e} // }\n}`),
      many.map((all) => `f(${all.join(', ')})`),
      expression.map((e) => `(\n${e}\n)`),
      fc
        .array(piece, { maxLength: 3 })
        .map((all) => `<<-EOT\n${heredocText(all)}\nEOT\n`)
        .map(inBrackets),
    ),
  };
});

function heredocText(all: readonly string[]): string {
  return `line ${all.join('').replace(/[$%]$/, '')}\n  EOT x\nmodule "x" {`;
}

/** A heredoc ends with its line: in brackets anything may follow. */
function inBrackets(heredoc: string): string {
  return `[${heredoc}]`;
}

const lineEnd = fc.constantFrom('\n', '\n', ' # } "\n', ' // <<EOT\n', ' /* { */\n', '\r\n');
const comment = fc.constantFrom(
  '',
  '',
  '# module "gone" {\n',
  '// }\n',
  '/* module "gone" {\n  source = "./x"\n}*/\n',
  '/**/\n',
  '\n\n',
);

const heredocs = fc
  .tuple(name, fc.array(piece, { maxLength: 3 }), fc.constantFrom('', '-'), parts.expression)
  .map(
    ([key, all, dash, e]) => `${key} = <<${dash}END\n${heredocText(all)}\n \${${e}}END\n  END \n`,
  );
const argument = fc
  .tuple(name, parts.expression, lineEnd)
  .map(([key, e, end]) => `${key} = ${e}${end}`);
const label = fc.constantFrom('"x"', '"aws_kms_key"', '"a b"', 'bare', '"#"', '"{"');

interface Blocks {
  readonly block: string;
}

const { block } = fc.letrec((tie: fc.LetrecTypedTie<Blocks>): fc.LetrecValue<Blocks> => ({
  block: fc
    .tuple(
      name,
      fc.array(label, { maxLength: 2 }),
      lineEnd,
      fc.array(
        fc.tuple(comment, fc.oneof({ depthSize: 'small' }, argument, heredocs, tie('block'))),
        { maxLength: 3 },
      ),
      lineEnd,
    )
    .map(([type, labels, start, items, end]) => {
      const body = unique(items).map(([before, item]) => before + item);
      return `${[type, ...labels].join(' ')} {${start}${body.join('')}}${end}`;
    }),
}));

/** An argument's name may stand in a body once. */
function unique(
  items: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const seen = new Set<string>();
  return items.filter(([, item]) => {
    const key = /^([^ ]+) =/.exec(item)?.[1];
    const isNew = key === undefined || !seen.has(key);
    if (key !== undefined) seen.add(key);
    return isNew;
  });
}

/**
 * Files in the native syntax, nearly all of which the parser accepts. Three signs before a brace are left out:
 * HashiCorp's parser takes them for an escape, tree-sitter for a sign and a template.
 */
export const hclFiles: fc.Arbitrary<string> = fc
  .array(fc.tuple(comment, block), { maxLength: 4 })
  .map((all) => all.map(([before, text]) => before + text).join(''))
  .filter((text) => !/[$]{3}\{|%{3}\{/.test(text));
