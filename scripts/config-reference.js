// Every setting of a configuration file as Markdown, from its schema.

/** Sections by depth: a setting, what it is, and what stands in it. */
export function configReference(schema) {
  const settings = Object.entries(schema.properties).filter(([name]) => name !== 'rules');
  return [
    '### `rules`\n',
    `${schema.properties.rules.description}\n`,
    rulesTable(schema.properties.rules.properties),
    ...settings.map(([name, setting]) => `### \`${name}\`\n\n${describe(setting)}`),
  ].join('\n');
}

function rulesTable(rules) {
  const rows = Object.entries(rules).map(([id, { then, description }]) => {
    const isOptIn = description.endsWith('Off unless it stands here.');
    const options = Object.entries(then?.properties.options.properties ?? {});
    const names = options.map(([name, option]) => `\`${name}\` (${typeOf(option)})`);
    return [
      `[${id}](../rules/${id}/README.md)${isOptIn === true ? ' (opt-in)' : ''}`,
      names.join(', '),
    ];
  });
  return table([['rule', 'options'], ...rows]);
}

function describe(setting) {
  const named = setting.additionalProperties;
  const inner = setting.items ?? (typeof named === 'object' ? named : setting);
  const lines = [`${setting.description}\n`, `${sentence(setting)}\n`];
  if (setting.items?.type === 'string') lines.push(`Each: ${setting.items.description}\n`);
  const members = Object.entries(inner.properties ?? {});
  if (members.length === 0) return lines.join('\n');
  const rows = members.map(([name, member]) => [
    `\`${name}\``,
    typeOf(member),
    inner.required?.includes(name) === true ? 'yes' : '',
    member.description,
  ]);
  return [...lines, table([['member', 'type', 'required', 'meaning'], ...rows])].join('\n');
}

function sentence(setting) {
  const initial =
    setting.default === undefined ? '' : `, default \`${JSON.stringify(setting.default)}\``;
  return `Type: ${typeOf(setting)}${initial}.`;
}

/** A short list of choices is told; the names of all rules are not. */
function typeOf({ type, items, enum: choices, minimum, maximum }) {
  if (items !== undefined) return `list of ${items.type === 'string' ? 'text' : 'objects'}`;
  if (choices !== undefined && choices.length <= 8) {
    return choices.map((choice) => `\`${JSON.stringify(choice)}\``).join(' or ');
  }
  const words = { string: 'text', integer: 'whole number', boolean: '`true` or `false`' };
  const range = minimum === undefined ? '' : `, ${minimum} to ${maximum}`;
  return `${words[type] ?? type}${range}`;
}

/** A Markdown table with even columns, as the formatter leaves it. */
function table(rows) {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = cells[0].map((_, i) => Math.max(3, ...cells.map((row) => row[i].length)));
  const line = (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  const [heading, ...rest] = cells;
  return `${[line(heading), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n')}\n`;
}
