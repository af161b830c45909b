import * as fc from 'fast-check';

interface Typed {
  readonly number: string;
  readonly text: string;
  readonly bool: string;
  readonly list: string;
  readonly object: string;
}

const literalText = fc
  .array(fc.constantFrom('a', 'B', '-', ' ', 'é', '\\n', '\\"', '$${x}', '1', '/', '.'), {
    maxLength: 5,
  })
  .map((parts) => `"${parts.join('')}"`);

const call = (name: string, ...args: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...args).map((all) => `${name}(${all.join(', ')})`);

function infix(of: fc.Arbitrary<string>, ...signs: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(of, fc.constantFrom(...signs), of).map(([a, sign, b]) => `(${a} ${sign} ${b})`);
}

/** Expressions of the language, well typed, so that most of them have a value. */
export const expressions = fc.letrec((tie: fc.LetrecTypedTie<Typed>): fc.LetrecValue<Typed> => {
  const [number, text, bool, list, object] = [
    tie('number'),
    tie('text'),
    tie('bool'),
    tie('list'),
    tie('object'),
  ];
  const choice = (of: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.tuple(bool, of, of).map(([test, a, b]) => `(${test} ? ${a} : ${b})`);
  const small = fc.integer({ min: -5, max: 20 }).map(String);
  return {
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      small,
      infix(number, '+', '-', '*'),
      choice(number),
      call('length', list),
      call('length', text),
      call('max', number, number),
      call('abs', number),
      call('try', call('index', list, number), number),
      number.map((n) => `-${n.startsWith('-') ? `(${n})` : n}`),
    ),
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      literalText,
      choice(text),
      fc.tuple(text, number).map(([a, b]) => `"<\${${a}}\${${b}}>"`),
      fc.tuple(bool, text).map(([a, b]) => `"%{ if ${a} ~} y\${${b}} %{ else }n%{ endif }"`),
      fc.tuple(list, text).map(([a, b]) => `"%{ for x in ${a} }\${x}\${${b}}%{ endfor ~} z"`),
      call('upper', text),
      call('trimspace', text),
      call('replace', text, text, text),
      call('format', fc.constant('"%s|%d"'), text, number),
      call('join', text, list),
      call(
        'substr',
        text,
        fc.constant('0'),
        small.map((n) => n.replace('-', '')),
      ),
      call('jsonencode', object),
      call('sha256', text),
    ),
    bool: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('true', 'false'),
      infix(bool, '&&', '||'),
      infix(number, '<', '>=', '==', '!='),
      infix(text, '==', '!='),
      bool.map((b) => `!${b}`),
      call('can', call('tonumber', text)),
      call('contains', list, number),
    ),
    list: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.array(number, { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
      fc.tuple(list, number).map(([a, b]) => `[for i, x in ${a} : x + i if x != ${b}]`),
      call('concat', list, list),
      call('reverse', list),
      call('distinct', list),
      call('values', object),
      fc.tuple(list, list).map(([a, b]) => `flatten([${a}, [${b}]])`),
    ),
    object: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(number, number).map(([a, b]) => `{ a = ${a}, "b" = ${b} }`),
      call('merge', object, object),
      list.map((all) => `{ for i, x in ${all} : "k\${i}" => x }`),
    ),
  };
});

/** Any of them, sometimes broken: with unknown references, and words out of place. */
export const anyExpression: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(
      expressions.number,
      expressions.text,
      expressions.bool,
      expressions.list,
      expressions.object,
    ),
    fc.constantFrom('1', '"a"', 'true', '[]', 'null'),
    fc.constantFrom(
      'var.u',
      'local.k',
      'aws_kms_key.z.arn',
      'each.key',
      'data.x.y.z',
      'nothing(1)',
      'null',
      '{}',
      '[*]',
    ),
  )
  .map(([expression, from, to]) => expression.replaceAll(from, () => to));
