// Draws what a terminal was told as an SVG: text that can be read, searched and selected, and no script.

const columns = 100;
const [advance, leading, margin, bar] = [8.4, 20, 20, 34];
const plain = '#d6deeb';
/** What picocolors writes, as a terminal of our own would show it. */
const paints = {
  31: '#ff6b6b',
  32: '#7bd88f',
  33: '#ffd166',
  34: '#82aaff',
  35: '#d6a2ff',
  36: '#7fdbca',
};

/**
 * @typedef {{ color?: string, bold?: boolean, dim?: boolean, underline?: boolean }} Style
 * @typedef {{ text: string, style: Style }} Span
 */

/**
 * @param {string} ansi what was told
 * @param {string} command what was typed
 */
export function terminalSvg(ansi, command) {
  const lines = ansi.trimEnd().split('\n').flatMap(rowsOf);
  const typed = [
    [
      { text: '$ ', style: { color: paints[32] } },
      { text: command, style: { bold: true } },
    ],
    [],
  ];
  const rows = [...typed.map((spans) => ({ spans, goesOn: false })), ...lines];
  const width = Math.round(columns * advance + 2 * margin);
  const height = bar + rows.length * leading + margin;
  const texts = rows.flatMap(({ spans, goesOn }, i) => {
    if (spans.length === 0) return [];
    const y = bar + (i + 1) * leading - 5;
    const mark = goesOn ? ' class="on"' : '';
    return [`<text x="${margin}" y="${y}"${mark}>${spans.map(draw).join('')}</text>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(command)}">
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:${plain};white-space:pre}.b{font-weight:700}.u{text-decoration:underline}.d{fill:#8a97ab}</style>
<rect width="${width}" height="${height}" rx="8" fill="#011627"/>
<g fill="#5f7e97"><circle cx="20" cy="18" r="5"/><circle cx="38" cy="18" r="5"/><circle cx="56" cy="18" r="5"/></g>
${texts.join('\n')}
</svg>
`;
}

/** @param {Span} span */
function draw({ text, style }) {
  const { color, bold, dim, underline } = style;
  const classes = [bold === true ? 'b' : '', underline === true ? 'u' : '', dim === true ? 'd' : '']
    .filter((name) => name !== '')
    .join(' ');
  const fill = color === undefined ? '' : ` fill="${color}" style="fill:${color}"`;
  return `<tspan${classes === '' ? '' : ` class="${classes}"`}${fill}>${escape(text)}</tspan>`;
}

function escape(text) {
  return text.replaceAll(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A line as rows of at most so many columns: those that go on stand under the first word. */
function rowsOf(line) {
  const spans = spansOf(line);
  const text = spans.map((span) => span.text).join('');
  const indent = text.length - text.trimStart().length;
  const rows = [];
  let from = 0;
  while (from < text.length || rows.length === 0) {
    const room = rows.length === 0 ? columns : columns - indent;
    const rest = text.length - from;
    const blank = text.lastIndexOf(' ', from + room);
    const to = rest <= room ? text.length : blank > from + indent ? blank : from + room;
    const goesOn = from > 0;
    const start = { text: ' '.repeat(goesOn ? indent : 0), style: {} };
    rows.push({
      spans: [start, ...slice(spans, from, to)].filter(({ text: one }) => one !== ''),
      goesOn,
    });
    from = text[to] === ' ' ? to + 1 : to;
  }
  return rows;
}

function slice(spans, from, to) {
  let at = 0;
  return spans.flatMap(({ text, style }) => {
    const cut = text.slice(Math.max(0, from - at), Math.max(0, to - at));
    at += text.length;
    return cut === '' ? [] : [{ text: cut, style }];
  });
}

/** Text with its colours, from the escapes that set them. */
function spansOf(line) {
  const spans = [];
  let style = {};
  // oxlint-disable-next-line no-control-regex -- the escapes that picocolors writes
  for (const [, code, text] of line.matchAll(/(?:\u001b\[(\d+)m)?([^\u001b]*)/g)) {
    if (code !== undefined) style = applied(style, Number(code));
    if (text !== '') spans.push({ text, style });
  }
  return spans;
}

function applied(style, code) {
  if (code in paints) return { ...style, color: paints[code] };
  const changes = {
    1: { bold: true },
    2: { dim: true },
    4: { underline: true },
    22: { bold: false, dim: false },
    24: { underline: false },
    39: { color: undefined },
  };
  if (changes[code] === undefined) throw new Error(`the picture knows no escape ${code}`);
  return { ...style, ...changes[code] };
}
