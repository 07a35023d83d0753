import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { getCorrections, previewCorrection, recordCorrection } from '#contract/grading/corrections.ts'
import { getStatistics } from '#contract/statistics/statistics.ts'
import { markPending } from '#server/grading/mark-pending.ts'
import { makeExam } from '#test/setup/exam.ts'
import setupDatabase from '#test/setup/template-database.ts'
import { createWorld, type World } from '#test/setup/world.ts'

export type MarksFigures = { regradeMs: number; statisticsMs: number; copies: number; questions: number }

/** Measures, through the API, a corrected key on a whole cohort and then its statistics. Medians of five. */
export async function benchMarks({ copies = 1_000, questions = 40, rounds = 5 } = {}): Promise<MarksFigures> {
  const stop = await setupDatabase()
  const world = await createWorld()
  try {
    const course = await world.course()
    const trainer = await world.staff('Nadia', { course, role: 'trainer' })
    const examId = await cohort(world, { course, copies, questions })
    await markPending(world.deps, examId)
    const params = { courseId: course.id, examId }
    const ask = async <E extends Endpoint>(endpoint: E, input: Sent<E>): Promise<Reply<E>> => {
      const { status, body } = await world.ask(trainer, endpoint, input)
      if (status !== 200) throw new Error(`${endpoint.path}: ${status} ${JSON.stringify(body)}`)
      return body
    }
    const { questions: asked } = await ask(getCorrections, { params })
    const [regrades, statistics]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      const choiceIds = [['b', 'c', 'd'][round % 3] as string]
      const questionId = asked[round % asked.length]?.id ?? ''
      const decision = { change: { kind: 'key' as const, questionId, choiceIds }, policy: { kind: 'full' as const } }
      const { fingerprint } = await ask(previewCorrection, { params, body: decision })
      const body = { ...decision, reason: 'mesure', fingerprint }
      regrades.push(await time(() => ask(recordCorrection, { params, body })))
      statistics.push(await time(() => ask(getStatistics, { params, query: {} })))
    }
    return { regradeMs: median(regrades), statisticsMs: median(statistics), copies, questions }
  } finally {
    await world.close()
    await stop?.()
  }
}

type Cohort = { course: { id: string }; copies: number; questions: number }

/** Creates the attempts of a cohort, with every answer in the journal and students of varied ability. */
export async function cohort(world: World, { course, copies, questions }: Cohort): Promise<string> {
  const students = Array.from({ length: copies }, (_, index) => ({
    courseId: course.id,
    familyName: `Nom ${index}`,
    givenName: 'Prénom',
  }))
  await world.db.student.createMany({ data: students })
  const keys = Array.from({ length: questions }, (_, index) => (index % 4 === 3 ? 'ac' : 'abcd'.charAt(index % 3)))
  const exam = await makeExam(world, { course, keys, status: 'closed' })
  const attempts = await world.db.attempt.findMany({ where: { examId: exam.id }, select: { id: true } })
  for (const [index, { id: attemptId }] of attempts.entries()) {
    const strength = 0.3 + (0.6 * index) / copies
    const answers = exam.questionIds.map((questionId, place) => {
      const isKnown = chance(index * 131 + place * 17) < strength
      const choices = isKnown ? [...(keys[place] ?? '')] : ['abcd'.charAt((index + place) % 4)]
      const at = new Date(world.now().getTime() + place * 45_000)
      return { attemptId, questionId, choices, device: 'mesure', epoch: 1, sequence: place + 1, at }
    })
    await world.db.answer.createMany({ data: answers.map(({ at, ...answer }) => ({ ...answer, savedAt: at })) })
    await world.db.answerEvent.createMany({ data: answers.map(({ at, ...answer }) => ({ ...answer, receivedAt: at })) })
  }
  const now = world.now()
  await world.pool.query(
    `update "Attempt" set status = 'submitted', "startedAt" = $2, "closedAt" = $2 where "examId" = $1`,
    [exam.id, now],
  )
  await world.pool.query('analyze')
  return exam.id
}

/** A pseudo-random number in [0, 1), the same at each run. */
function chance(seed: number): number {
  const wave = Math.sin(seed + 1) * 10_000
  return wave - Math.floor(wave)
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[sorted.length >> 1] ?? Number.NaN)
}
