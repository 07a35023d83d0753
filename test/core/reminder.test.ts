import { expect, it } from 'vitest'
import { isReminderDue, isSameLocalDay } from '#core/exams/reminder.ts'

const paris = 'Europe/Paris'

it.each([
  // Monday at nine in Paris: Sunday from nine to eight in the evening.
  ['2026-12-07T08:00:00Z', '2026-12-06T07:59:59Z', paris, false],
  ['2026-12-07T08:00:00Z', '2026-12-06T08:00:00Z', paris, true],
  ['2026-12-07T08:00:00Z', '2026-12-06T18:59:59Z', paris, true],
  ['2026-12-07T08:00:00Z', '2026-12-06T19:00:00Z', paris, false],
  ['2026-12-07T08:00:00Z', '2026-12-05T10:00:00Z', paris, false],
  ['2026-12-07T08:00:00Z', '2026-12-07T07:00:00Z', paris, false],
  // The clock goes forward on March 28, 2027, and back on October 31: hours are those on the wall.
  ['2027-03-29T07:00:00Z', '2027-03-28T06:59:59Z', paris, false],
  ['2027-03-29T07:00:00Z', '2027-03-28T07:00:00Z', paris, true],
  ['2027-03-28T07:00:00Z', '2027-03-27T08:00:00Z', paris, true],
  ['2027-11-01T08:00:00Z', '2027-10-31T08:00:00Z', paris, true],
  ['2027-11-01T08:00:00Z', '2027-10-31T07:59:59Z', paris, false],
  // Half past midnight of Tuesday in Paris is Monday in UTC: the day before is Monday.
  ['2026-12-07T23:30:00Z', '2026-12-07T10:00:00Z', paris, true],
  ['2026-12-07T23:30:00Z', '2026-12-06T10:00:00Z', paris, false],
  ['2026-12-08T10:00:00Z', '2026-12-07T05:30:00Z', 'Indian/Reunion', true],
  ['2026-12-08T10:00:00Z', '2026-12-07T05:30:00Z', paris, false],
])('an opening at %s is reminded of at %s in %s: %s', (opensAt, now, timeZone, due) => {
  expect(isReminderDue(new Date(opensAt), { now: new Date(now), timeZone })).toBe(due)
})

it('knows one day of a zone', () => {
  const [late, next] = [new Date('2026-12-07T22:30:00Z'), new Date('2026-12-07T23:30:00Z')]
  expect(isSameLocalDay(late, next, 'UTC')).toBe(true)
  expect(isSameLocalDay(late, next, paris)).toBe(false)
})
