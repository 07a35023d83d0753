import { getClock, saveAnswer, startAttempt, submitAttempt } from '#contract/attempts/sitting.ts'
import type { Reply } from '#contract/endpoint.ts'
import { type Chance, chanceFrom } from '#core/seed.ts'
import { afterStart } from '#server/after-start.ts'
import { startSession } from '#server/platform/sessions.ts'
import type { Site } from './site.ts'
import { attemptOf, goTo, join, saved, start } from './sitting-page.ts'
import type { Someone } from './world.ts'

type Started = Reply<typeof startAttempt>
type AtWork = { who: Someone; copy: Started; device: string; answered: number }

/**
 * Of the demonstration's 24 students: two have submitted, two are absent, twenty are answering, one of them in a
 * browser.
 */
const handedIn = 2
const away = 2
const rounds = 12

/**
 * The demonstration with its open exam in progress. `page` is the page of one of the twenty students, `who` a trainer
 * who monitors; `heard` makes every student request the clock, as pages do every twenty seconds.
 */
export async function classAtWork(site: Site) {
  const { world, origin } = site
  const { demo } = await afterStart(world.deps, { origin, demo: true })
  const { db, deps } = world
  const course = await db.course.findFirstOrThrow()
  const exam = await db.exam.findFirstOrThrow({ where: { courseId: course.id, status: 'open' } })
  const who = await world.staff('Nadia Berthelot', { course, role: 'owner' })
  const [shown] = demo?.students ?? []
  if (!shown || !demo?.joinCode) throw new Error('the demonstration has no open exam')

  const students = await db.student.findMany({ where: { courseId: course.id }, orderBy: { number: 'asc' } })
  const others = students.filter(({ givenName, familyName }) => `${givenName} ${familyName}` !== shown.name)
  const chance = chanceFrom('class at work')
  const atWork: AtWork[] = []
  for (const { id, givenName } of others.slice(0, others.length - away)) {
    const someone = { id, name: givenName, ...(await startSession(deps, { studentId: id, userAgent: '' })) }
    const device = `laptop${String(atWork.length).padStart(2, '0')}:page0001`
    const { body } = await world.ask(someone, startAttempt, { params: { examId: exam.id }, body: { device } })
    atWork.push({ who: someone, copy: body, device, answered: 0 })
    world.wait(0.1)
  }

  const page = await site.visitor(undefined, { viewport: { width: 1280, height: 860 } })
  await join(page, demo.joinCode, shown.code)
  await start(page)
  for (let round = 1; round <= rounds; round += 1) {
    world.wait(0.8)
    for (const one of atWork) if (chance(10) < 8) await answer(site, one, chance)
    if (round % 2 === 0) {
      await goTo(page, round / 2)
      await page.locator('.answer-row').nth(chance(3)).click()
      await saved(page)
    }
  }
  for (const { who: student, copy } of atWork.slice(0, handedIn))
    await world.ask(student, submitAttempt, { params: { attemptId: copy.id } })

  const attempts = atWork.slice(handedIn).map(({ who: student, copy }) => ({ student, attemptId: copy.id }))
  const heard = () =>
    Promise.all(attempts.map(({ student, attemptId }) => world.ask(student, getClock, { params: { attemptId } })))
  return { courseId: course.id, examId: exam.id, who, page, attemptId: attemptOf(page), heard }
}

/** Answers the next question of an attempt: one choice, or two where several are allowed. */
async function answer({ world }: Site, one: AtWork, chance: Chance) {
  const question = one.copy.questions[one.answered]
  if (!question) return
  one.answered += 1
  const many = question.type === 'multiple' ? 2 : 1
  const first = chance(question.choices.length)
  const choices = Array.from(
    { length: many },
    (_, index) => question.choices[(first + index) % question.choices.length],
  )
  const params = { attemptId: one.copy.id, questionId: question.id }
  const { status } = await world.ask(one.who, saveAnswer, {
    params,
    body: {
      choices: choices.flatMap((choice) => choice?.id ?? []),
      flagged: false,
      device: one.device,
      epoch: 1,
      sequence: one.answered,
    },
  })
  if (status !== 200) throw new Error(`an answer was refused: ${status}`)
}
