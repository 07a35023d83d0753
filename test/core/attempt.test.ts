import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { choicesOf } from '#core/attempts/answer.ts'
import { type AttemptEvent, advance } from '#core/attempts/attempt.ts'
import { type Attempt, asOf, deadlineOfAttempt, remainingMs, type SittingTerms } from '#core/attempts/sitting.ts'
import { plus } from '#core/timing.ts'

const nine = new Date('2026-06-15T09:00:00Z')
const deadline = new Date('2026-06-15T10:00:00Z')
const minutes = (count: number) => plus(nine, count * 60_000)
const seconds = (count: number) => plus(deadline, count * 1000)
const terms: SittingTerms = {
  limitMinutes: 60,
  extraTime: { kind: 'none' },
  addedMs: 0,
  opensAt: nine,
  closesAt: minutes(120),
  graceMs: 30_000,
}
const ready = {
  status: 'ready' as const,
  terms,
  pausedMs: 0,
  grantsMs: 0,
  timingVersion: 1,
  device: '',
  epoch: 0,
  answers: {},
}
const tick = (sequence: number, choices: string[], epoch = 1, device = 'laptop'): AttemptEvent => ({
  type: 'answer',
  questionId: 'q1',
  choices,
  flagged: false,
  device,
  epoch,
  sequence,
})
const why = 'panne de réseau'

/** Plays a story: pairs of an instant and an event. */
const play = (from: Attempt, ...story: [Date, AttemptEvent][]): Attempt =>
  story.reduce<Attempt>((attempt, [now, event]) => advance(attempt, event, now), from)
const running = play(ready, [nine, { type: 'start', device: 'laptop' }])
const paused = play(running, [minutes(10), { type: 'pause', reason: why }])
const submitted = play(running, [minutes(20), tick(1, ['a'])], [minutes(40), { type: 'submit' }])
const expired = play(running, [minutes(20), tick(1, ['a'])], [minutes(70), { type: 'expire' }])
const voided = play(running, [minutes(15), { type: 'void', reason: 'double copie' }])
const states = { ready, in_progress: running, paused, submitted, expired, voided }

/** The deadline of an attempt that has started. */
const deadlineIn = (attempt: Attempt) => {
  if (attempt.status === 'ready' || attempt.startedAt === null) throw new Error('not started')
  return deadlineOfAttempt(attempt as Parameters<typeof deadlineOfAttempt>[0])
}

describe('what each event does in each state, eleven minutes after nine', () => {
  const now = minutes(11)
  const outcomes: Record<string, Record<keyof typeof states, string>> = {
    start: {
      ready: 'in_progress',
      in_progress: 'in_progress',
      paused: 'paused',
      submitted: 'attempt_closed',
      expired: 'time_is_up',
      voided: 'attempt_closed',
    },
    answer: {
      ready: 'attempt_not_started',
      in_progress: 'in_progress',
      paused: 'attempt_paused',
      submitted: 'attempt_closed',
      expired: 'time_is_up',
      voided: 'attempt_closed',
    },
    take_over: {
      ready: 'attempt_not_started',
      in_progress: 'in_progress',
      paused: 'paused',
      submitted: 'attempt_closed',
      expired: 'time_is_up',
      voided: 'attempt_closed',
    },
    submit: {
      ready: 'attempt_not_started',
      in_progress: 'submitted',
      paused: 'attempt_paused',
      submitted: 'submitted',
      expired: 'expired',
      voided: 'attempt_closed',
    },
    expire: {
      ready: 'ready',
      in_progress: 'in_progress',
      paused: 'paused',
      submitted: 'submitted',
      expired: 'expired',
      voided: 'voided',
    },
    pause: {
      ready: 'attempt_not_started',
      in_progress: 'paused',
      paused: 'paused',
      submitted: 'attempt_closed',
      expired: 'attempt_closed',
      voided: 'attempt_closed',
    },
    resume: {
      ready: 'attempt_not_started',
      in_progress: 'in_progress',
      paused: 'in_progress',
      submitted: 'attempt_closed',
      expired: 'attempt_closed',
      voided: 'attempt_closed',
    },
    grant: {
      ready: 'ready',
      in_progress: 'in_progress',
      paused: 'paused',
      submitted: 'attempt_closed',
      expired: 'attempt_closed',
      voided: 'attempt_closed',
    },
    reopen: {
      ready: 'attempt_wrong_state',
      in_progress: 'attempt_wrong_state',
      paused: 'attempt_wrong_state',
      submitted: 'in_progress',
      expired: 'in_progress',
      voided: 'in_progress',
    },
    force_submit: {
      ready: 'attempt_not_started',
      in_progress: 'submitted',
      paused: 'submitted',
      submitted: 'submitted',
      expired: 'expired',
      voided: 'attempt_closed',
    },
    void: {
      ready: 'voided',
      in_progress: 'voided',
      paused: 'voided',
      submitted: 'voided',
      expired: 'voided',
      voided: 'voided',
    },
    paper: {
      ready: 'submitted',
      in_progress: 'copy_online',
      paused: 'copy_online',
      submitted: 'copy_online',
      expired: 'copy_online',
      voided: 'attempt_closed',
    },
  }
  const events: Record<string, AttemptEvent> = {
    start: { type: 'start', device: 'laptop' },
    answer: tick(9, ['b']),
    take_over: { type: 'take_over', device: 'phone' },
    submit: { type: 'submit' },
    expire: { type: 'expire' },
    pause: { type: 'pause', reason: why },
    resume: { type: 'resume', reason: why },
    grant: { type: 'grant', minutes: 5, reason: why },
    reopen: { type: 'reopen', minutes: 5, reason: why },
    force_submit: { type: 'force_submit', reason: why },
    void: { type: 'void', reason: why },
    paper: { type: 'paper', answers: [{ questionId: 'q1', choices: ['b'] }], reason: '' },
  }
  const rows = Object.entries(outcomes).flatMap(([name, row]) =>
    Object.entries(row).map(([state, outcome]) => [name, state as keyof typeof states, outcome] as const),
  )

  it.each(rows)('%s of a copy that is %s: %s', (name, state, outcome) => {
    const attempt = () => advance(states[state], events[name] as AttemptEvent, now)
    if (outcome in states) expect(attempt().status).toBe(outcome)
    else expect(attempt).toThrow(outcome)
  })
})

describe('a copy on paper', () => {
  const typed = (choices: string[]): AttemptEvent => ({
    type: 'paper',
    answers: [
      { questionId: 'q1', choices },
      { questionId: 'q2', choices: [] },
    ],
    reason: '',
  })
  it('is submitted as a whole when it is typed, before the window, inside it or after', () => {
    for (const at of [minutes(-60), minutes(5), minutes(600)]) {
      const copy = advance(ready, typed(['a', 'c']), at)
      expect(copy).toMatchObject({ status: 'submitted', device: 'paper', epoch: 1, startedAt: at, closedAt: at })
      expect(choicesOf(copy.answers)).toEqual({ q1: ['a', 'c'], q2: [] })
    }
  })
  it('typed again keeps its instants, and its answers are the last typed, numbered after the first', () => {
    const first = advance(ready, typed(['a']), minutes(5))
    const again = advance(first, typed(['b']), minutes(9))
    expect(again).toMatchObject({ status: 'submitted', epoch: 2, closedAt: minutes(5) })
    expect(again.answers['q1']).toMatchObject({ choices: ['b'], sequence: 1001 })
    expect(again.answers['q2']).toMatchObject({ choices: [], sequence: 1002 })
  })
})

describe('the start', () => {
  it('gives a second click, a second tab and a reload the same clock and the same device', () => {
    expect(advance(running, { type: 'start', device: 'phone' }, minutes(3))).toBe(running)
  })
  it.each([
    [-1, 'exam_not_open'],
    [0, 'in_progress'],
    [7199, 'in_progress'],
    [7200, 'exam_closed'],
  ])('%i s from the opening of a window of two hours: %s', (s, outcome) => {
    const attempt = () => advance(ready, { type: 'start', device: 'laptop' }, plus(nine, s * 1000))
    if (outcome === 'in_progress') expect(attempt().status).toBe(outcome)
    else expect(attempt).toThrow(outcome)
  })
  it('is still possible after the class-wide closing for who has extra time or was given minutes', () => {
    const start: AttemptEvent = { type: 'start', device: 'laptop' }
    const third = { ...ready, terms: { ...terms, extraTime: { kind: 'ratio', numerator: 4, denominator: 3 } } } as const
    expect(advance(third, start, minutes(125)).status).toBe('in_progress')
    expect(advance({ ...ready, grantsMs: 600_000 }, start, minutes(125)).status).toBe('in_progress')
  })
})

describe('the deadline', () => {
  it.each([-1, 0, 1, 29, 30])('accepts an answer %i s from it', (s) => {
    expect(choicesOf(advance(running, tick(1, ['a']), seconds(s)).answers)).toEqual({ q1: ['a'] })
  })
  it('refuses an answer one second after the grace, whether or not the expiry was written', () => {
    expect(() => advance(running, tick(1, ['a']), seconds(31))).toThrow('time_is_up')
    expect(() => advance(advance(running, { type: 'expire' }, seconds(31)), tick(1, ['a']), seconds(31))).toThrow(
      'time_is_up',
    )
  })
  it.each([
    [-1, 'submitted', -1],
    [0, 'submitted', 0],
    [1, 'expired', 0],
    [30, 'expired', 0],
    [31, 'expired', 0],
  ] as const)('a submit %i s from it leaves the copy %s', (s, status, closed) => {
    expect(advance(running, { type: 'submit' }, seconds(s))).toMatchObject({ status, closedAt: seconds(closed) })
  })
  it.each([
    [0, 'in_progress'],
    [30, 'in_progress'],
    [31, 'expired'],
  ])('read %i s after it, the copy is %s', (s, status) => {
    expect(asOf(running, seconds(s)).status).toBe(status)
  })
  it('is the end of a copy nobody submitted, with what was saved', () => {
    expect(expired).toMatchObject({ status: 'expired', closedAt: deadline })
    expect(choicesOf(expired.answers)).toEqual({ q1: ['a'] })
  })
  it('has passed: there is nothing left to pause', () => {
    expect(() => advance(running, { type: 'pause', reason: why }, seconds(1))).toThrow('time_is_up')
  })
})

describe('a pause', () => {
  it('stops the clock and gives the time back', () => {
    expect(remainingMs(paused, minutes(25))).toBe(50 * 60_000)
    const resumed = advance(paused, { type: 'resume', reason: why }, minutes(25))
    expect(deadlineIn(resumed)).toEqual(minutes(75))
    expect(remainingMs(resumed, minutes(25))).toBe(50 * 60_000)
    expect(resumed).not.toHaveProperty('pausedAt')
    expect(resumed.timingVersion).toBe(2)
  })
  it('keeps the copy from expiring', () => {
    expect(asOf(paused, minutes(600)).status).toBe('paused')
  })
  it.each([
    [30, true],
    [31, false],
  ])('accepts an answer on its way %i s after it began: %s', (s, accepted) => {
    const attempt = () => advance(paused, tick(1, ['a']), plus(minutes(10), s * 1000))
    if (accepted) expect(attempt()).toMatchObject({ status: 'paused', answers: { q1: { choices: ['a'] } } })
    else expect(attempt).toThrow('attempt_paused')
  })
})

describe('minutes given while the exam runs', () => {
  const five: AttemptEvent = { type: 'grant', minutes: 5, reason: why }
  it('move the deadline, beyond the closing of the exam too', () => {
    const last = play(ready, [minutes(90), { type: 'start', device: 'laptop' }], [minutes(91), five])
    expect(deadlineIn(last)).toEqual(minutes(125))
    expect(last.timingVersion).toBe(2)
  })
  it('count before the start', () => {
    expect(remainingMs(advance(ready, five, nine), nine)).toBe(65 * 60_000)
  })
  it('can be taken back, but not the time already worked', () => {
    const back = (count: number): AttemptEvent => ({ type: 'grant', minutes: count, reason: 'erreur de saisie' })
    expect(deadlineIn(advance(running, back(-10), minutes(40)))).toEqual(minutes(50))
    expect(() => advance(running, back(-20), minutes(40))).toThrow('invalid_request')
  })
})

describe('a reopening', () => {
  const five: AttemptEvent = { type: 'reopen', minutes: 5, reason: why }
  it('gives an expired copy these minutes from now on, and its answers', () => {
    const again = advance(expired, five, minutes(70))
    expect(deadlineIn(again)).toEqual(minutes(75))
    expect(again).not.toHaveProperty('closedAt')
    expect(again.answers).toBe(expired.answers)
    expect(again.timingVersion).toBe(2)
  })
  it('gives a submitted copy the time it had left as well', () => {
    expect(remainingMs(advance(submitted, five, minutes(50)), minutes(50))).toBe(25 * 60_000)
  })
  it('works after the closing of the exam', () => {
    expect(deadlineIn(advance(expired, five, minutes(130)))).toEqual(minutes(135))
  })
  it('gives a copy voided during a pause the time it had left', () => {
    const stopped = play(paused, [minutes(20), { type: 'void', reason: why }])
    expect(remainingMs(advance(stopped, five, minutes(30)), minutes(30))).toBe(55 * 60_000)
  })
  it('makes a copy voided before its start ready again', () => {
    const never = play(ready, [nine, { type: 'void', reason: why }])
    expect(advance(never, five, minutes(1))).toEqual(ready)
  })
  it('counts from the first closing when a closed copy was voided', () => {
    expect(play(submitted, [minutes(45), { type: 'void', reason: why }])).toMatchObject({ closedAt: minutes(40) })
  })
})

describe('staff closing a copy', () => {
  it('submits it at once, in a pause too', () => {
    expect(play(paused, [minutes(20), { type: 'force_submit', reason: why }])).toMatchObject({
      status: 'submitted',
      closedAt: minutes(20),
    })
  })
  it('does not give it more than its deadline', () => {
    expect(play(running, [seconds(10), { type: 'force_submit', reason: why }])).toMatchObject({
      status: 'expired',
      closedAt: deadline,
    })
  })
})

describe('a second device', () => {
  it('takes over, and the first takes it back, each time in a new epoch', () => {
    const phone = advance(running, { type: 'take_over', device: 'phone' }, minutes(5))
    expect(phone).toMatchObject({ device: 'phone', epoch: 2 })
    expect(advance(phone, { type: 'take_over', device: 'phone' }, minutes(6))).toBe(phone)
    expect(advance(phone, { type: 'take_over', device: 'laptop' }, minutes(6))).toMatchObject({
      device: 'laptop',
      epoch: 3,
    })
  })
  it('loses nothing of what waited on the first, and undoes nothing of its own', () => {
    const both = play(
      running,
      [minutes(5), { type: 'take_over', device: 'phone' }],
      [minutes(6), tick(1, ['b'], 2, 'phone')],
      [minutes(7), tick(8, ['a'])],
      [minutes(7), { ...tick(9, ['c']), questionId: 'q2' } as AttemptEvent],
    )
    expect(choicesOf(both.answers)).toEqual({ q1: ['b'], q2: ['c'] })
  })
  it('cannot speak for an epoch nobody opened', () => {
    expect(() => advance(running, tick(1, ['a'], 2), minutes(5))).toThrow('attempt_elsewhere')
  })
})

describe('the time left', () => {
  it('is nothing once the copy is closed, and never below nothing', () => {
    for (const closed of [submitted, expired, voided]) expect(remainingMs(closed, minutes(41))).toBe(0)
    expect(remainingMs(running, seconds(10))).toBe(0)
  })
})

describe('whatever happens', () => {
  const event: fc.Arbitrary<AttemptEvent> = fc.oneof(
    fc.record({ type: fc.constantFrom('start', 'take_over'), device: fc.constantFrom('laptop', 'phone') }),
    fc.record({ type: fc.constantFrom('submit', 'expire') }),
    fc.record({ type: fc.constantFrom('pause', 'resume', 'force_submit', 'void'), reason: fc.constant(why) }),
    fc.record({
      type: fc.constantFrom('grant', 'reopen'),
      minutes: fc.integer({ min: 1, max: 20 }),
      reason: fc.constant(why),
    }),
    fc.integer({ min: 1, max: 9 }).map((sequence) => tick(sequence, ['a'])),
  )
  const story = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 1200 })), { maxLength: 25 })
  const told = (
    events: readonly (readonly [AttemptEvent, number])[],
    see: (before: Attempt, after: Attempt, now: Date) => void,
  ) => {
    let attempt: Attempt = ready
    let now = nine
    for (const [next, wait] of events) {
      now = plus(now, wait * 1000)
      const before = attempt
      try {
        attempt = advance(before, next, now)
      } catch (error) {
        expect(error).toHaveProperty('code')
      }
      see(before, attempt, now)
    }
  }

  it('no answer is ever lost by a change of state', () => {
    fc.assert(
      fc.property(story, (events) =>
        told(events, (before, after) => {
          expect(Object.keys(after.answers)).toEqual(expect.arrayContaining(Object.keys(before.answers)))
        }),
      ),
    )
  })
  it('a sweeper that passes or not changes nothing of what follows', () => {
    fc.assert(
      fc.property(story, (events) =>
        told(events, (before, after, now) => {
          expect(asOf(after, now)).toEqual(after === before ? asOf(before, now) : after)
        }),
      ),
    )
  })
  it('the time left never grows by itself', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 0, max: 3600 }), (events, wait) =>
        told(events, (_, after, now) => {
          expect(remainingMs(after, plus(now, wait * 1000))).toBeLessThanOrEqual(remainingMs(after, now))
        }),
      ),
    )
  })
  it('a copy that is closed says when, and never before it was started nor after now', () => {
    fc.assert(
      fc.property(story, (events) =>
        told(events, (_, after, now) => {
          if (after.status !== 'submitted' && after.status !== 'expired') return
          expect(after.closedAt.getTime()).toBeGreaterThanOrEqual(after.startedAt.getTime())
          expect(after.closedAt.getTime()).toBeLessThanOrEqual(now.getTime())
        }),
      ),
    )
  })
})
