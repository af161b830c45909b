import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { completeOptions } from '../../src/rule/options.ts';

const rule = (id: string) => {
  const found = rules.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
};

describe('options of a rule', () => {
  it.each(rules)('$id: its defaults are valid by its schema', (each) => {
    const defaults = completeOptions(each, {});
    expect(completeOptions(each, defaults)).toEqual(defaults);
  });

  it('are completed with the defaults', () => {
    expect(completeOptions(rule('rotation-period-out-of-range'), { maxDays: 365 })).toEqual({
      minDays: 90,
      maxDays: 365,
    });
  });

  it.each([
    [
      'rotation-period-out-of-range',
      { maxDays: 'long' },
      'option maxDays of rotation-period-out-of-range must be integer; see `kmslint explain rotation-period-out-of-range`',
    ],
    ['rotation-disabled', { strict: true }, 'option of rotation-disabled does not exist'],
  ])('%s refuses %j', (id, given, message) => {
    expect(() => completeOptions(rule(id), given)).toThrow(message);
  });
});
