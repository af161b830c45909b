import type { Inventory, Key } from '../../src/model/inventory.ts';
import { isCustomerManaged } from '../../src/model/keys/eligibility.ts';
import { watchOver } from '../../src/model/monitors/monitors.ts';
import { homesOf } from '../../src/model/place/home.ts';
import { all, anyOf, explain, truth } from '../../src/model/truth.ts';
import { compareText } from '../../src/text/compare.ts';
import { watchKeys } from '../../src/rule/remedy/guards.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'rotation-unmonitored',
  title: 'Nobody is told when keys are rotated, disabled or deleted',
  asks: 'whether somebody is told of what becomes of the keys',
  severity: 'info',
  judges: [],
  sources: ['hcl', 'plan'],
  isOptIn: true,
  needs: ['monitor'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html'),
    new URL(
      'https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys-creating-cloudwatch-alarm.html',
    ),
  ],

  *check(inventory, { prior }) {
    const homes = homesOf(inventory, prior);
    const inner = new Set(inventory.scopes.filter((s) => s.isInner === true).map(({ id }) => id));
    for (const keys of groupsOf(inventory)) {
      const [first] = keys;
      const { changes, expiry } = watchOver(keys, inventory, homes);
      const others = keys.length === 1 ? '' : ` and of ${keys.length - 1} more here`;
      const missed =
        changes.is === false
          ? 'is rotated, disabled or deleted'
          : 'loses its imported key material';
      yield judge(first, {
        applies: all(
          explain(truth(!inner.has(first.scope)), 'it is in the hands of whoever calls the module'),
          anyOf(keys.map(isCustomerManaged)),
        ),
        complies: all(changes, expiry),
        at: first.at,
        holds: `an EventBridge rule or metric filter tells what becomes of this key${others}`,
        message: `nobody is told when the key ${missed}: no EventBridge rule with a target takes such events of this key${others}`,
        remedy: () => watchKeys(first),
      });
    }
  },
});

/** Keys that were declared together and live in one Region: a rule hears of all or none. The first is so by its name. */
function groupsOf({ keys }: Inventory): readonly (readonly [Key, ...Key[]])[] {
  const groups = new Map<string, [Key, ...Key[]]>();
  for (const key of keys.toSorted((a, b) => compareText(a.subject, b.subject))) {
    if (key.source === 'live' || key.covered === true) continue;
    const { scope, region, symbols } = key;
    const place = region.known ? region.value : (symbols.region ?? region.symbol ?? '?');
    const group = groups.get(`${scope}\n${place}`);
    if (group === undefined) groups.set(`${scope}\n${place}`, [key]);
    else group.push(key);
  }
  return [...groups.values()];
}
