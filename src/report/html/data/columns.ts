import type { Columns, FindingRow, KeyRow } from './page-data.ts';

// Rows by column: the names of the members are written once, not once for each row.

export function toFindingColumns(rows: readonly FindingRow[]): Columns<FindingRow> {
  return {
    rule: rows.map(({ rule }) => rule),
    kind: rows.map(({ kind }) => kind),
    severity: rows.map(({ severity }) => severity),
    status: rows.map(({ status }) => status),
    subject: rows.map(({ subject }) => subject),
    account: rows.map(({ account }) => account),
    region: rows.map(({ region }) => region),
    root: rows.map(({ root }) => root),
    message: rows.map(({ message }) => message),
    place: rows.map(({ place }) => place),
    origin: rows.map(({ origin }) => origin),
    fault: rows.map(({ fault }) => fault),
    line: rows.map(({ line }) => line),
    lineNumber: rows.map(({ lineNumber }) => lineNumber),
    because: rows.map(({ because }) => because),
    remedy: rows.map(({ remedy }) => remedy),
    policies: rows.map(({ policies }) => policies),
    aliases: rows.map(({ aliases }) => aliases),
    owner: rows.map(({ owner }) => owner),
    description: rows.map(({ description }) => description),
    accountName: rows.map(({ accountName }) => accountName),
    reason: rows.map(({ reason }) => reason),
    fingerprint: rows.map(({ fingerprint }) => fingerprint),
  };
}

export function toKeyColumns(rows: readonly KeyRow[]): Columns<KeyRow> {
  return {
    subject: rows.map(({ subject }) => subject),
    account: rows.map(({ account }) => account),
    region: rows.map(({ region }) => region),
    facts: rows.map(({ facts }) => facts),
    state: rows.map(({ state }) => state),
    rotation: rows.map(({ rotation }) => rotation),
    aliases: rows.map(({ aliases }) => aliases),
    owner: rows.map(({ owner }) => owner),
    description: rows.map(({ description }) => description),
    accountName: rows.map(({ accountName }) => accountName),
    created: rows.map(({ created }) => created),
    rotations: rows.map(({ rotations }) => rotations),
    onDemand: rows.map(({ onDemand }) => onDemand),
    next: rows.map(({ next }) => next),
    expires: rows.map(({ expires }) => expires),
    deleted: rows.map(({ deleted }) => deleted),
    failures: rows.map(({ failures }) => failures),
    open: rows.map(({ open }) => open),
  };
}
