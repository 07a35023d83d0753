import { drawQuestions, type KeptDraw } from '#core/exams/draw.ts'
import { termsOf } from '#core/exams/exam-terms.ts'
import type { Exam, Prisma } from '#prisma/client/client.ts'
import { findPool, findQuestionsByKey } from '#server/questions/queries.ts'
import { dividedSlots } from './slots.ts'

/** A draw from thousands of questions, on a busy machine, is not given up halfway. */
export const slowly = { timeout: 30_000 }

type Source = { db: Prisma.TransactionClient }

/** The questions of a draft: those it has drawn, as long as its plan has places for them, and others from its seed. */
export async function drawFromBank({ db }: Source, exam: Exam) {
  const rows = await findPool({ db }, exam.courseId)
  const { questionIds, strata, slots, shortfalls } = await drawKeys({ db }, exam, rows)
  const whole = await findQuestionsByKey({ db }, { courseId: exam.courseId, keys: questionIds })
  const drawn = questionIds.map((key) => {
    const { id, versionId, content, rendered } = whole.get(key) as NonNullable<ReturnType<typeof whole.get>>
    return {
      questionId: id,
      versionId,
      content,
      rendered,
      stratum: strata.get(key) ?? null,
      slots: slots.get(key) ?? [],
    }
  })
  return { drawn, shortfalls }
}

/** What a draft has drawn from here on: as it stands, then as this change of it leaves it. */
export async function drawnAfter({ db }: Source, exam: Exam, change?: Partial<Exam>): Promise<KeptDraw> {
  const rows = await findPool({ db }, exam.courseId)
  const { kept } = await drawKeys({ db }, exam, rows)
  return change ? (await drawKeys({ db }, { ...exam, drawn: kept, ...change }, rows)).kept : kept
}

type Rows = Awaited<ReturnType<typeof findPool>>

async function drawKeys({ db }: Source, exam: Exam, rows: Rows) {
  const { blueprint, seed, drawn } = exam
  const pool = rows.map(({ key, ...rest }) => {
    // The questions of a pool must have the same points and scale.
    const { points, scale } = termsOf({ id: key, section: rest.section }, exam)
    return { ...rest, id: key, terms: JSON.stringify([points, scale]) }
  })
  const numbers = (await dividedSlots(db, exam)).map(({ number }) => number)
  return drawQuestions({ pool, blueprint, seed, slots: numbers, ...(drawn ? { kept: drawn } : {}) })
}
