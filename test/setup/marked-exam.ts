import * as sittingContract from '#contract/attempts/sitting.ts'
import * as life from '#contract/exams/life.ts'
import type { Scale } from '#core/scoring/scale.ts'
import { makeExam } from './exam.ts'
import { pageIds } from './page-ids.ts'
import type { Someone, World } from './world.ts'

const device = 'laptop01:page0001'

type Wanted = {
  course: { id: string }
  trainer: Someone
  keys: readonly string[]
  /** By student name, the choices ticked for each question; an empty text is a blank. */
  answers: Readonly<Record<string, readonly string[]>>
  scale?: Scale
}

/** An exam that was taken, closed and marked; attempts by student name. */
export async function markedExam(world: World, { course, trainer, keys, answers, scale }: Wanted) {
  const students = new Map<string, Someone>()
  for (const name of Object.keys(answers)) students.set(name, await world.student({ course, name }))
  const exam = await makeExam(world, { course, keys, ...(scale ? { scale } : {}) })
  const params = { courseId: course.id, examId: exam.id }
  const copies: Record<string, string> = {}
  for (const [name, ticked] of Object.entries(answers)) {
    copies[name] = await take(world, { who: students.get(name) as Someone, exam, ticked })
  }
  await world.ask(trainer, life.closeExam, { params })
  return { ...exam, params, copies, students }
}

type Taken = { who: Someone; exam: { id: string; questionIds: string[] }; ticked: readonly string[] }

export async function take(world: World, { who, exam, ticked }: Taken) {
  const sitting = await world.ask(who, sittingContract.startAttempt, { params: { examId: exam.id }, body: { device } })
  const attemptId = sitting.body.id
  for (const [index, choices] of ticked.entries()) {
    if (choices === '') continue
    const questionId = exam.questionIds[index] ?? ''
    await world.ask(who, sittingContract.saveAnswer, {
      params: { attemptId, questionId },
      body: {
        choices: pageIds(world, { questionId, letters: [...choices] }),
        flagged: false,
        device,
        epoch: 1,
        sequence: index + 1,
      },
    })
  }
  await world.ask(who, sittingContract.submitAttempt, { params: { attemptId } })
  return attemptId
}
