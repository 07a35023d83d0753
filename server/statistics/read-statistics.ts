import { ticksOf } from '#core/exams/certainty.ts'
import { linesOf, newScoreCache, type RuledQuestion, type Rules } from '#core/grading/marking.ts'
import { countTyped, type OtherAnswer } from '#core/grading/typed-answers.ts'
import { typedOf } from '#core/questions/typed-answer.ts'
import { overOneDenominator, type RationalText, toNumber } from '#core/rational.ts'
import { Refusal } from '#core/refusal.ts'
import { expectedOfRandomPlayer } from '#core/scoring/robots.ts'
import type { ExamData, StatisticsItem, StatisticsOptions, StatisticsResponse } from '#core/statistics/exam-data.ts'
import { total } from '#core/statistics/moments.ts'
import { sectionStatistics } from '#core/statistics/sections.ts'
import { distributionOf, examStatistics } from '#core/statistics/statistics.ts'
import type { Exam, ExamQuestion } from '#prisma/client/client.ts'
import { dividedSlots, presentSlots } from '#server/exams/slots.ts'
import { questionOpeningOf } from '#server/grading/corrections/describe.ts'
import { type LoadedCopy, loadMarked } from '#server/grading/corrections/load-copies.ts'
import { newestMarking } from '#server/grading/newest-marking.ts'
import type { Deps } from '#server/platform/deps.ts'
import { madeOnce } from '#server/platform/made-once.ts'
import { sharedContexts } from '#server/questions/contexts.ts'
import { wordsAsContent } from '#server/questions/rendering/words-as-content.ts'
import { allChoices } from '#server/questions/seen-choices.ts'
import { placeSections } from './place-sections.ts'
import { readTimes, type Times } from './read-times.ts'

type ReadStatisticsInput = StatisticsOptions & { courseId: string; examId: string }

/**
 * Statistics of an exam under its current run: copies are marked again by its rules, so that the figures agree with the
 * marks. Kept until something that they rest on changes.
 */
export async function readStatistics(deps: Deps, { courseId, examId, blanks }: ReadStatisticsInput) {
  const { db } = deps
  const exam = await db.exam.findFirst({
    where: { id: examId, courseId },
    include: { questions: { orderBy: { position: 'asc' } } },
  })
  if (!exam) throw new Refusal('not_found')
  const [divided, places, marking] = await Promise.all([
    dividedSlots(db, exam),
    placeSections(deps, { courseId, questions: exam.questions }),
    findMarking(deps, { courseId, examId }),
  ])
  const shown = [marking, exam.title, exam.status, divided, places.fingerprint, exam.questions.map(({ id }) => id)]
  return madeOnce(deps, { courseId, examId, name: `statistics ${examId} ${blanks}`, key: JSON.stringify(shown) }, () =>
    workOut(deps, { exam, divided, places, blanks }),
  )
}

/** The marks of the exam, and when the journals of its course were last deleted, which hold the times. */
async function findMarking({ db }: Deps, { courseId, examId }: Pick<ReadStatisticsInput, 'courseId' | 'examId'>) {
  return db.$queryRaw<unknown[]>`
    select newest.marking, (select max(id)::text from "AuditLine"
      where subject = ${`course:${courseId}`} and action = 'privacy.forget_journals') as forgotten
    from "Exam" e left join ${newestMarking} on true where e.id = ${examId}::uuid`
}

type WorkOutInput = StatisticsOptions & {
  exam: Exam & { questions: ExamQuestion[] }
  divided: Awaited<ReturnType<typeof dividedSlots>>
  places: Awaited<ReturnType<typeof placeSections>>
}

async function workOut(deps: Deps, { exam, divided, places, blanks }: WorkOutInput) {
  const { db } = deps
  const [{ run, copies }, times] = await Promise.all([loadMarked(db, exam.id), readTimes(deps, exam.id)])
  const made = await db.markingRun.findUniqueOrThrow({ where: { id: run.id }, select: { createdAt: true } })
  const counted = copies.filter(({ before }) => before !== null)
  const { data, denominator } = examDataOf({ rules: run.rules, questions: exam.questions, copies: counted, times })
  const { items, ...statistics } = examStatistics(data, { blanks })
  const isKept = (index: number) => blanks === 'scored' || data.responses[index]?.every((one) => !one?.isBlank)
  const kept = counted.filter((_, index) => isKept(index))
  const responses = data.responses.filter((_, index) => isKept(index))
  // Sorted, so that a mark cannot be linked to a student.
  const marks = kept.flatMap(({ before }) => before ?? []).sort((a, b) => a - b)
  const shared = sharedContexts(deps, exam.questions, ({ asked }) => asked.context)
  const sections = exam.questions.map(({ id }) => places.sectionOf(id))
  const objectives = exam.questions.map(({ content }) => content.objective ?? null)
  const positionsOf = (isOf: (place: number) => boolean) =>
    exam.questions.flatMap(({ position }, place) => (isOf(place) ? position + 1 : []))
  return {
    ...statistics,
    ...shared.contexts,
    sections: sectionStatistics({ ...data, responses }, { sections, objectives, outline: places.order }).map(
      ({ objectives: measured, ...section }) => {
        const { objectives: planned, ...named } = places.named(section.id)
        const inHundredths = <Result extends { earned: number; maximum: number }>(result: Result) => ({
          ...result,
          earned: result.earned / denominator,
          maximum: result.maximum / denominator,
        })
        return {
          ...inHundredths(section),
          ...named,
          positions: positionsOf((place) => sections[place] === section.id),
          objectives: [...new Set([...planned, ...measured.map(({ objective }) => objective)])].map((text) => {
            const result = measured.find(({ objective }) => objective === text)
            const positions = positionsOf((place) => sections[place] === section.id && objectives[place] === text)
            return { text, result: result ? { ...inHundredths(result), positions } : null }
          }),
        }
      },
    ),
    // The published marks (rounded, guaranteed, adjusted). The statistics of questions are based on points.
    ...distributionOf(marks),
    marks,
    blanks,
    examTitle: exam.title,
    examStatus: exam.status,
    slots: divided.map(({ number, name }) => ({ number, name })),
    outOf: run.rules.markRule.outOf,
    run: { number: run.number, createdAt: made.createdAt.toISOString() },
    items: items.map(({ choices, flags, quintiles, ...line }, index) => {
      const question = exam.questions[index] as ExamQuestion
      const asked = question.asked
      const rule = run.rules.questions[question.id] as RuledQuestion
      return {
        ...line,
        position: question.position + 1,
        bankId: question.questionId,
        opening: questionOpeningOf(question),
        ...shared.named(question),
        stem: asked.stem,
        type: rule.type,
        points: rule.points,
        neutral: rule.neutral ?? null,
        slots: presentSlots(question.slots, divided),
        quintiles: [...quintiles],
        flags: [...flags],
        ...(asked.parts ? { parts: asked.parts } : {}),
        choices: named(choices, { asked, rule }),
      }
    }),
  }
}

type Named = { asked: ExamQuestion['asked']; rule: RuledQuestion }

/** With the words of each, of its part and option, or as they were typed. */
function named<T extends { id: string }>(choices: readonly T[], { asked, rule }: Named) {
  const known = allChoices(asked, { key: rule })
  return choices.map((choice) => {
    const { option, text } = known.find(({ id }) => id === choice.id) ?? {
      option: undefined,
      text: wordsAsContent(typedOf([choice.id]) ?? ''),
    }
    return { ...choice, ...(option === undefined ? {} : { option }), text }
  })
}

type Judged = {
  rules: Rules
  questions: readonly ExamQuestion[]
  copies: readonly LoadedCopy[]
  times: Times
}

/**
 * Points as integers over a common denominator, so that no sum is rounded and a question everybody got right has a
 * facility of exactly 1; with a unit in hundredths of the mark, so that the standard error is on the scale of the
 * marks. A hundredth of a point is `denominator` in these integers.
 */
function examDataOf({ rules, questions, copies, times }: Judged): { data: ExamData; denominator: number } {
  const cache = newScoreCache()
  const marked = copies.map((copy) => linesOf(rules, copy, cache))
  const earned = new Set<RationalText>()
  for (const lines of marked) for (const line of lines) earned.add(line.earned)
  const { denominator, numerators } = overOneDenominator(earned)
  const placeOf = new Map(questions.map(({ id }, place) => [id, place]))
  const typed = new Map(questions.flatMap(({ id }) => typedAnswersTo(id, { rules, copies })))
  const items = questions.map(({ id }) => itemOf(id, { rules, denominator, others: typed.get(id)?.others ?? [] }))
  // The largest total, since copies drawn from pools differ once a correction removes a question.
  const worthOf = new Map(items.map(({ id, maximum }) => [id, maximum]))
  const papers = copies.length === 0 ? [[...worthOf.keys()]] : copies.map(({ questionIds }) => questionIds)
  const whole = papers.reduce((most, ids) => Math.max(most, total(ids.map((id) => worthOf.get(id) ?? 0))), 0)
  const responses = copies.map((copy, index) => {
    const row = new Array<StatisticsResponse | null>(questions.length).fill(null)
    const spent = times.get(copy.attemptId)
    for (const { questionId, earned, points } of marked[index] ?? []) {
      const given = ticksOf(copy.answers.get(questionId) ?? [])
      const ticked = typed.get(questionId)?.ticks.get(copy.attemptId) ?? given
      const mark = numerators.get(earned) ?? 0
      const place = placeOf.get(questionId)
      if (place === undefined) continue
      const maximum = points * denominator
      const isOther = maximum !== items[place]?.maximum
      row[place] = {
        ...{ mark, isBlank: ticked.length === 0, ticked, seconds: spent?.get(questionId) },
        ...(isOther ? { maximum } : {}),
      }
    }
    return row
  })
  const unit = { marks: Math.max(1, whole), worth: rules.markRule.outOf }
  return { data: { items, unit, responses }, denominator }
}

type TypedIn = { ticks: Map<string, string[]>; others: readonly OtherAnswer[] }

/** Of an exact answer: which answer each copy gave, and what was typed most often that nobody wrote down. */
function typedAnswersTo(id: string, { rules, copies }: Pick<Judged, 'rules' | 'copies'>): [string, TypedIn][] {
  const rule = rules.questions[id] as RuledQuestion
  if (rule.type !== 'exact_answer') return []
  const asked = copies.filter(({ questionIds }) => questionIds.includes(id))
  const { ids, others } = countTyped(
    rule,
    asked.map(({ answers }) => answers.get(id) ?? []),
  )
  const ticks = new Map(asked.map(({ attemptId }, index) => [attemptId, ids[index] ? [ids[index] as string] : []]))
  return [[id, { ticks, others: others.slice(0, mostOthers) }]]
}

const mostOthers = 10

type ItemOf = { rules: Rules; denominator: number; others: readonly OtherAnswer[] }

function itemOf(id: string, { rules, denominator, others }: ItemOf): StatisticsItem {
  const rule = rules.questions[id] as RuledQuestion
  const { points, neutral } = rule
  const guess = points > 0 && !neutral && expectedOfRandomPlayer({ ...rule, scale: rule.scale ?? rules.scale })
  return {
    id,
    maximum: neutral === 'removed' && !rule.onlyIfTicked ? 0 : points * denominator,
    choices: [...rule.choices, ...others.map((other) => ({ id: other.id, correct: false }))],
    isSingle: rule.type !== 'multiple',
    isTyped: rule.type === 'exact_answer',
    ...(guess ? { guess: toNumber(guess) / points } : {}),
  }
}
