import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBucket } from '../../src/record/aws/pace/bucket.ts';
import type { Clock } from '../../src/record/aws/pace/clock.ts';
import { openEnding } from '../../src/record/aws/pace/ending.ts';
import { attemptsOf, courseOf, delayBefore } from '../../src/record/aws/pace/course.ts';
import { refill, slow, startPace, waitFor } from '../../src/record/aws/pace/pace.ts';
import { openSlots } from '../../src/record/aws/pace/slots.ts';

/** A clock that stands still until it is told to go on. */
function handClock() {
  let now = 1_000_000;
  let due: { at: number; call: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    random: () => 1,
    after: (milliseconds, call) => {
      const entry = { at: now + milliseconds, call };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
  };
  const advance = async (milliseconds: number) => {
    const until = now + milliseconds;
    for (;;) {
      const next = due.toSorted((a, b) => a.at - b.at).find(({ at }) => at <= until);
      if (next === undefined) break;
      due = due.filter((entry) => entry !== next);
      now = Math.max(now, next.at);
      next.call();
      await Promise.resolve();
    }
    now = until;
  };
  return { clock, advance, waiting: () => due.length };
}

/** How many of so many waiters get through in each of some seconds. */
async function admittedBySecond(perSecond: number, waiters: number, seconds: number) {
  const { clock, advance } = handClock();
  const bucket = openBucket(perSecond, clock, openEnding(clock));
  let admitted = 0;
  for (let i = 0; i < waiters; i++)
    void bucket.take().then((may) => {
      admitted += may ? 1 : 0;
    });
  const counts: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const before = admitted;
    await advance(1000);
    counts.push(admitted - before);
  }
  return counts;
}

test.each([[1], [2.5], [50], [500], [2000]])(
  'a bucket of %d a second lets so many through, second for second',
  async (perSecond) => {
    const counts = await admittedBySecond(perSecond, perSecond * 4, 3);
    for (const count of counts) {
      expect(count).toBeLessThanOrEqual(Math.ceil(perSecond) + 1);
      expect(count).toBeGreaterThanOrEqual(Math.floor(perSecond * 0.95));
    }
  },
);

test('in no second does a bucket let through more than its rate and a quarter', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 60 }),
      (perSecond, pauses) => {
        let pace = startPace(perSecond, 0);
        let now = 0;
        const taken: { at: number; count: number }[] = [];
        for (const pause of pauses) {
          now += pause;
          pace = refill(pace, now);
          const count = Math.floor(pace.tokens);
          pace = { ...pace, tokens: pace.tokens - count };
          taken.push({ at: now, count });
          const recent = taken.filter(({ at }) => at > now - 1000);
          const sum = recent.reduce((total, { count: some }) => total + some, 0);
          expect(sum).toBeLessThanOrEqual(Math.max(1, perSecond * 0.25) + perSecond + 1);
        }
      },
    ),
  );
});

test('waiters are let through in turn', async () => {
  const { clock, advance } = handClock();
  const bucket = openBucket(100, clock, openEnding(clock));
  const order: number[] = [];
  for (let i = 0; i < 20; i++) void bucket.take().then(() => order.push(i));
  await advance(1000);
  expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('at the end those who wait are refused, and those who come later', async () => {
  const { clock } = handClock();
  const ending = openEnding(clock);
  const bucket = openBucket(1, clock, ending);
  const taken = [bucket.take(), bucket.take(), bucket.take()];
  ending.end({ name: 'DeadlineError', message: 'over', status: null });
  expect(await Promise.all(taken)).toEqual([true, false, false]);
  expect(await bucket.take()).toBe(false);
});

test('a sleeper wakes at its time, or at the end', async () => {
  const { clock, advance, waiting } = handClock();
  const ending = openEnding(clock);
  const woken: string[] = [];
  void ending.sleep(100).then(() => woken.push('first'));
  void ending.sleep(1e9).then(() => woken.push('second'));
  await advance(100);
  expect(woken).toEqual(['first']);
  ending.end({ name: 'DeadlineError', message: 'over', status: null });
  await ending.sleep(1e9);
  expect(woken).toEqual(['first', 'second']);
  expect(waiting()).toBe(0);
});

test('a throttle slows, once a second at most, and calm gives the rate back', () => {
  const start = startPace(100, 0);
  const once = slow(start, 10);
  expect(once.rate).toBeCloseTo(70);
  expect(slow(once, 500).rate).toBeCloseTo(70);
  const twice = slow(once, 1010);
  expect(twice.rate).toBeCloseTo(49);
  expect(refill(twice, 2010).rate).toBeCloseTo(49);
  expect(refill(twice, 4010).rate).toBeCloseTo(69);
  expect(refill(twice, 60_000).rate).toBe(100);
});

test('however much is throttled, some of the rate is always tried', () => {
  let pace = startPace(100, 0);
  for (let second = 1; second < 100; second++) pace = slow(pace, second * 1000);
  expect(pace.rate).toBeGreaterThanOrEqual(5);
  expect(waitFor(pace)).toBeLessThanOrEqual(200);
});

test('delays grow, stay below their limit, and are spread over all of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, random) => {
        const delay = delayBefore('throttled', attempt, random);
        expect(delay).toBeLessThanOrEqual(20_000);
        expect(delay).toBeCloseTo(random * delayBefore('throttled', attempt, 1), 6);
      },
    ),
  );
  expect(delayBefore('transient', 1, 1)).toBe(200);
  expect(delayBefore('transient', 3, 1)).toBe(800);
  expect(delayBefore('transient', 20, 1)).toBe(5000);
  expect(delayBefore('expired', 1, 1)).toBe(0);
});

test.each([
  ['ThrottlingException', 400, 'throttled'],
  ['TooManyRequestsException', 429, 'throttled'],
  ['KMSInternalException', 500, 'transient'],
  ['Anything', 503, 'transient'],
  ['ETIMEDOUT', null, 'transient'],
  ['ExpiredTokenException', 400, 'expired'],
  ['InvalidSignatureException', 400, 'skewed'],
  ['LimitExceededException', 400, 'final'],
  ['AccessDeniedException', 400, 'final'],
  ['NotFoundException', 400, 'final'],
  ['ENOTFOUND', null, 'final'],
  ['CERT_HAS_EXPIRED', null, 'final'],
] as const)('%s with status %s is %s', (name, status, course) => {
  expect(courseOf({ name, message: '', status })).toBe(course);
  expect(attemptsOf[course]).toBeGreaterThanOrEqual(1);
});

test('no more than so many are at work at once, and all get their turn', async () => {
  const slots = openSlots(3);
  let [busy, most, done] = [0, 0, 0];
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      slots
        .within(async () => {
          busy += 1;
          most = Math.max(most, busy);
          await Promise.resolve();
          busy -= 1;
          if (i % 4 === 0) throw new Error('lost');
          done += 1;
        })
        .catch(() => {}),
    ),
  );
  expect([most, done]).toEqual([3, 15]);
});
