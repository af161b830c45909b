import { remedyLines } from '../../../src/model/finding.ts';
import type { Alias, Grant, Key } from '../../../src/model/inventory.ts';
import {
  movingAlias,
  moveAlias,
  otherAlias,
  versionAlias,
} from '../../../src/rule/remedy/aliases.ts';
import { copyGrant } from '../../../src/rule/remedy/grants.ts';
import { keep, saveFromPlan, takeOver } from '../../../src/rule/remedy/keeping.ts';
import {
  enable,
  ineligible,
  overdue,
  rotate,
  rotateWithin,
} from '../../../src/rule/remedy/keys.ts';
import { importAgain, rotateIn } from '../../../src/rule/remedy/material.ts';
import { type Remedy } from '../../../src/rule/remedy/part.ts';
import { boundPeriod, copyPolicy, correctPolicy } from '../../../src/rule/remedy/policies.ts';
import { copyTags, replaceText } from '../../../src/rule/remedy/texts.ts';
import { referenceTo, sampleKey, sampleSubject, told } from '../build/sample.ts';

// Keys, aliases and grants for tests of remedies.

export const id = '1234abcd-12ab-34cd-56ef-1234567890ab';

export function key(address: string, facts: Partial<Key> = {}): Key {
  return sampleKey({ ...sampleSubject(address), keyId: told(id), ...facts });
}

export const liveKey = (facts: Partial<Key> = {}): Key =>
  key(`arn:aws:kms:eu-west-1:111122223333:key/${id}`, {
    source: 'live',
    account: told('111122223333'),
    ...facts,
  });

export function alias(name: Alias['name'], facts: Partial<Alias> = {}): Alias {
  return {
    ...sampleSubject('aws_kms_alias.sample'),
    kind: 'alias',
    name,
    target: referenceTo('aws_kms_key.sample'),
    change: null,
    ...facts,
  };
}

export function grant(facts: Partial<Grant> = {}): Grant {
  return {
    ...sampleSubject('aws_kms_grant.sample'),
    kind: 'grant',
    key: referenceTo('aws_kms_key.sample'),
    grantee: told('arn:aws:iam::111122223333:role/ExampleRole'),
    operations: told(['Decrypt']),
    constraints: told({ equals: null, subset: null, sourceArn: null }),
    retirer: told(null),
    name: told(null),
    isOfService: false,
    ...facts,
  };
}

export const [old, next] = [key('aws_kms_key.old'), key('module.m["x"].aws_kms_key.new[0]')];
export const textOf = (remedy: Remedy): string => remedyLines(remedy).join('\n');

export function everyRemedy(k: Key, a: Alias): string {
  return textOf([
    ...copyPolicy(k, k, false),
    ...correctPolicy(k),
    ...boundPeriod(k),
    ...versionAlias(k, a.name.known && a.name.sensitive !== true ? a.name.value : null, null),
    ...movingAlias(k),
    ...otherAlias(a, null, null),
    ...moveAlias(a, k),
    ...enable(k),
    ...keep(k),
    ...saveFromPlan(k),
    ...takeOver(k),
    ...rotate(k),
    ...rotateWithin(k, 365),
    ...ineligible(k),
    ...overdue(k),
    ...importAgain(k),
    ...rotateIn(k),
    ...copyTags(k, false, k, ['team']),
    ...replaceText(k, 'the description'),
    ...replaceText(a, 'the alias name'),
    ...copyGrant(grant(), k, ['Decrypt'], 0),
  ]);
}
