import { list, object, type Val } from '../../../hcl/value/value.ts';

/** Merges policy documents in order: later versions and ids win, a statement replaces the one of the same Sid. */
export function mergeDocuments(documents: readonly Val[]): Val {
  const statements: Val[] = [];
  let version: Val | undefined;
  let id: Val | undefined;
  for (const document of documents) {
    if (document.t !== 'object') continue;
    version = later(version, document.v.get('Version'));
    id = document.v.get('Id') ?? id;
    const found = document.v.get('Statement');
    for (const statement of found?.t === 'list' ? found.v : found === undefined ? [] : [found]) {
      addStatement(statements, statement);
    }
  }
  const merged = new Map<string, Val>();
  if (version !== undefined) merged.set('Version', version);
  if (id !== undefined) merged.set('Id', id);
  if (statements.length > 0) merged.set('Statement', list(statements.map(ordered)));
  return object(merged);
}

function later(a: Val | undefined, b: Val | undefined): Val | undefined {
  if (a?.t === 'string' && b?.t === 'string') return b.v > a.v ? b : a;
  return b ?? a;
}

function addStatement(statements: Val[], statement: Val): void {
  const sid = sidOf(statement);
  const same = sid === null ? -1 : statements.findIndex((other) => sidOf(other) === sid);
  if (same < 0) statements.push(statement);
  else statements[same] = statement;
}

function sidOf(statement: Val): string | null {
  const sid = statement.t === 'object' ? statement.v.get('Sid') : undefined;
  if (sid?.t === 'unknown') return sid.symbol ?? null;
  return sid?.t === 'string' && sid.v !== '' ? sid.v : null;
}

const order = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];

/** The provider writes a statement's members in this order, whatever their order was. */
function ordered(statement: Val): Val {
  if (statement.t !== 'object') return statement;
  const members = order.flatMap((name) => {
    const value = statement.v.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return object(new Map(members));
}
