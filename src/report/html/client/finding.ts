import { kinds, statuses, type PageData } from '../data/page-data.ts';
import { make, makeLink } from './dom.ts';
import { renderOwner } from './owner.ts';

export const severityNames = ['info', 'low', 'medium', 'high', 'critical'] as const;
export const kindNames = {
  open: 'undecided',
  pass: 'passed',
  notApplicable: 'not applicable',
} as const;

/** Makes the entry of a finding, or of all that show one fault. */
export function renderFinding(data: PageData, block: readonly number[]): HTMLElement {
  const { texts, rules, findings } = data;
  const [i = 0, ...others] = block;
  const isOne = others.length === 0;
  const text = (id: number | undefined): string => texts[id ?? -1] ?? '';
  const kind = kinds[findings.kind[i] ?? 0] ?? 'fail';
  const severity = severityNames[findings.severity[i] ?? 0] ?? 'info';
  const status = statuses[findings.status[i] ?? 0] ?? 'active';
  const rule = rules[findings.rule[i] ?? -1];
  const look = kind === 'fail' ? severity : kind;
  const name = isOne ? text(findings.subject[i]) : `In ${block.length} places`;
  const subject = make('h3', 'subject', name);
  const place = [
    text(findings.account[i]),
    text(findings.accountName[i]),
    text(findings.region[i]),
  ].filter((part) => part !== '');
  const item = make('div', 'body', subject, make('p', 'message', text(findings.message[i])));
  if (isOne) item.append(...ownerOf(data, i));
  if (status === 'suppressed')
    item.append(make('p', 'reason', `Suppressed: ${text(findings.reason[i])}`));
  if (status === 'baseline') item.append(make('p', 'reason', 'In the baseline'));
  const line = text(findings.line[i]);
  if (line !== '') item.append(renderLine(findings.lineNumber[i] ?? 0, line));
  const meta = make('p', 'meta');
  if (rule !== undefined) meta.append(makeLink(rule.url, rule.id));
  const own = text(findings.place[i]);
  const where = isOne ? [...place, own, text(findings.origin[i])] : [own];
  for (const part of where) if (part !== '') meta.append(make('span', '', part));
  const foot = make('div', 'foot', meta);
  item.append(foot);
  if (!isOne) foot.append(renderPlaces(data, block));
  const because = (findings.because[i] ?? []).map((id) => text(id));
  if (because.length > 0) foot.append(renderFacts(because, kind === 'open'));
  const remedy = text(findings.remedy[i]);
  if (isOne && remedy !== '') foot.append(renderRemedy(remedy));
  const rows = (findings.policies[i] ?? []).map((ids) => ids.map((id) => text(id)));
  if (rows.length > 0) foot.append(renderPolicies(rows));
  if (isOne) item.append(renderFingerprint(findings.fingerprint[i]));
  const badge = make('span', `badge ${look}`, kind === 'fail' ? severity : kindNames[kind]);
  return make('li', `finding ${look}${status === 'active' ? '' : ' old'}`, badge, item);
}

/** Where one fault is seen: what each place is, what leads there, and how it is mended. */
function renderPlaces(data: PageData, block: readonly number[]): HTMLElement {
  const { texts, findings } = data;
  const text = (id: number | undefined): string => texts[id ?? -1] ?? '';
  const places = block.map((i) => {
    const { account, accountName, region } = findings;
    const where = [account[i], accountName[i], region[i], findings.origin[i]].map(text);
    const origin = where.filter((part) => part !== '').join(' · ');
    const remedy = text(findings.remedy[i]);
    return make(
      'li',
      '',
      make('span', 'subject', text(findings.subject[i])),
      ...(origin === '' ? [] : [make('span', 'origin', origin)]),
      ...ownerOf(data, i),
      ...(remedy === '' ? [] : [renderRemedy(remedy)]),
      renderFingerprint(findings.fingerprint[i]),
    );
  });
  return make('ul', 'places', ...places);
}

function ownerOf({ texts, findings }: PageData, i: number): readonly HTMLElement[] {
  const text = (id: number | undefined): string => texts[id ?? -1] ?? '';
  const named = (ids: readonly number[] = []) => ids.map((id) => text(id));
  return renderOwner({
    owner: (findings.owner[i] ?? []).map(([name, value]) => `${text(name)}=${text(value)}`),
    aliases: named(findings.aliases[i]),
    description: text(findings.description[i]),
  });
}

function renderFingerprint(fingerprint: string | undefined): HTMLElement {
  return make('p', 'fingerprint', `fingerprint ${fingerprint ?? ''}`);
}

function renderLine(number: number, line: string): HTMLElement {
  const pre = make(
    'pre',
    'source',
    make('span', 'number', String(number)),
    ' ',
    make('code', '', line),
  );
  makeScrollable(pre, 'Line of the configuration');
  return pre;
}

function renderFacts(facts: readonly string[], isOpen: boolean): HTMLElement {
  const title = isOpen ? 'What would settle it' : 'What is not known';
  return make(
    'details',
    'facts',
    make('summary', '', title),
    make('ul', '', ...facts.map((fact) => make('li', '', fact))),
  );
}

function renderRemedy(remedy: string): HTMLElement {
  const code = make('pre', 'remedy', make('code', '', remedy));
  makeScrollable(code, 'Commands or configuration');
  const told = make('span', 'told');
  told.setAttribute('role', 'status');
  const button = make('button', 'copy', 'Copy');
  button.type = 'button';
  button.addEventListener('click', () => void copy(code, told));
  return make(
    'details',
    'fix',
    make('summary', '', 'How to fix'),
    make('div', 'tools', button, told),
    code,
  );
}

/** Two policies side by side: a row is what is the matter, the old statement, and the new ones. */
function renderPolicies(rows: readonly (readonly string[])[]): HTMLElement {
  const head = make('tr', '', makeHeading('Predecessor'), makeHeading('Successor'));
  const body = rows.map(([state = '', old = '', ...next]) =>
    make(
      'tr',
      state.replaceAll(' ', '-'),
      make('td', '', old),
      make(
        'td',
        '',
        ...next.map((text) => make('p', '', text)),
        make('p', '', make('strong', '', state)),
      ),
    ),
  );
  const table = make('table', '', make('thead', '', head), make('tbody', '', ...body));
  return make('details', 'policies', make('summary', '', 'The policies side by side'), table);
}

function makeHeading(name: string): HTMLElement {
  const cell = make('th', '', name);
  cell.setAttribute('scope', 'col');
  return cell;
}

/** Wide lines scroll inside their box; a box that scrolls can be reached by keyboard. */
function makeScrollable(element: HTMLElement, label: string): void {
  element.tabIndex = 0;
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', label);
}

/** Where the browser keeps the clipboard to itself, the text is selected at least. */
async function copy(code: HTMLElement, told: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(code.textContent);
    told.textContent = 'Copied';
  } catch {
    getSelection()?.selectAllChildren(code);
    told.textContent = 'Selected: press Ctrl+C, or Command+C on a Mac';
  }
}
