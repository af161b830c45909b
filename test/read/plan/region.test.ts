import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import { judge, newAlias, newKey, oldKey } from '../../support/judge/judge-plan.ts';
import { constant, provider, refers, type ResourceSpec } from '../../support/build/plan-builder.ts';

describe('Region', () => {
  const regionOf = (spec: Partial<ResourceSpec>, more: Parameters<typeof judge>[1] = {}) =>
    judge([newKey('k', spec)], more).finding('rotation-disabled', 'aws_kms_key.k')?.region;

  test('of the provider configuration, by constant and by root variable', () => {
    expect(regionOf({})).toBe('eu-west-1');
    const providers = { 'aws.us': provider(refers('var.region'), { alias: 'us' }) };
    const variables = { region: { value: 'us-east-1' } };
    expect(regionOf({ provider: 'aws.us' }, { providers, variables })).toBe('us-east-1');
    expect(regionOf({ provider: 'aws.us' }, { providers })).toBeNull();
    expect(regionOf({ provider: 'aws.unheard-of' }, { providers })).toBeNull();
  });

  test('of the resource itself comes first, and of its ARN before both', () => {
    expect(regionOf({ after: { region: 'sa-east-1' } })).toBe('sa-east-1');
    const arn = 'arn:aws:kms:ap-south-1:111122223333:key/1';
    expect(regionOf({ after: { region: 'sa-east-1', arn }, unknown: {} })).toBe('ap-south-1');
    expect(regionOf({ unknown: { region: true } })).toBe('eu-west-1');
  });

  test('of a module that inherits the only provider configuration', () => {
    const judged = judge([newKey('k', { module: 'module.m', provider: 'm:aws' })], {
      modules: [{ path: 'm' }],
    });
    expect(judged.findings[0]?.region).toBe('eu-west-1');
  });

  test('of a module whose caller does not use the provider, as Terraform implies one for it', () => {
    const implied = { name: 'aws', module_address: 'module.m' };
    const eu = provider(constant('eu-west-1'));
    const us = provider(constant('us-east-1'), { alias: 'us' });
    const at = (providers: JsonObject) =>
      judge([newKey('k', { module: 'module.m', provider: 'module.m:aws' })], {
        modules: [{ path: 'm' }],
        providers,
      }).findings[0]?.region;
    expect(at({ aws: eu, 'module.m:aws': implied })).toBe('eu-west-1');
    expect(at({ aws: eu, 'module.m:aws': implied, 'module.n:aws': implied })).toBe('eu-west-1');
    // A caller further up may pass the other one on.
    expect(at({ aws: eu, 'aws.us': us, 'module.m:aws': implied })).toBeNull();
    const own = { ...us, module_address: 'module.m' };
    expect(at({ aws: eu, 'module.m:aws': own })).toBe('us-east-1');
  });

  test('tells two mrk- keys apart that share an id', () => {
    const rsa = { customer_master_key_spec: 'RSA_2048', key_usage: 'SIGN_VERIFY' };
    const key = (name: string, region: string) =>
      oldKey(name, 'mrk-1', {
        after: { ...rsa, region, arn: `arn:aws:kms:${region}:111122223333:key/mrk-1` },
      });
    const alias = newAlias('a', constant('mrk-1'), {
      after: { target_key_id: 'mrk-1', region: 'us-east-1' },
      unknown: {},
    });
    const judged = judge([key('eu', 'eu-west-1'), key('us', 'us-east-1'), alias]);
    const rule = 'manual-rotation-alias-missing';
    expect(judged.kind(rule, 'aws_kms_key.us')).toBe('pass');
    expect(judged.kind(rule, 'aws_kms_key.eu')).toBe('fail');
  });
});
