import { type AnswerStanding, compareAnswers } from '#core/attempts/answer.ts'
import { certaintyOf, ticksOf } from '#core/exams/certainty.ts'
import type { PaperQuestion } from '#core/exams/draw.ts'
import { letteredTicks } from '#core/exams/paper.ts'
import { typedOf } from '#core/questions/typed-answer.ts'
import { Refusal } from '#core/refusal.ts'
import type { Answer, AnswerEvent, LateDecision } from '#prisma/client/client.ts'
import { mostLate } from '#server/attempts/sitting/save-limits.ts'
import type { Deps } from '#server/platform/deps.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'

const perPage = 200
const inOrder = [{ receivedAt: 'asc' as const }, { device: 'asc' as const }, { sequence: 'asc' as const }]

type Where = { courseId: string; examId: string; attemptId: string; page: number }

/** Every save that a copy received, in order, for a trainer; the copy can be rebuilt from it. */
export async function readAnswerJournal(deps: Deps, { page: asked, ...where }: Where) {
  const { attemptId } = where
  const attempt = await deps.db.attempt.findFirst({
    where: { id: where.attemptId, examId: where.examId, exam: { courseId: where.courseId } },
    include: {
      exam: { select: { title: true, timeZone: true } },
      student: { select: { id: true, givenName: true, familyName: true } },
      answers: true,
      events: { orderBy: { id: 'asc' } },
    },
  })
  if (!attempt) throw new Refusal('not_found')
  const { exam, student, events, answers } = attempt
  const entryCount = await deps.db.answerEvent.count({ where: { attemptId } })
  const pageCount = Math.max(1, Math.ceil(entryCount / perPage))
  const page = Math.min(asked, pageCount)
  const read = (of: object) => ({ include: { decision: true }, orderBy: inOrder, ...of })
  const journal = await deps.db.answerEvent.findMany(
    read({ where: { attemptId }, skip: (page - 1) * perPage, take: perPage }),
  )
  const undecided = await deps.db.answerEvent.findMany(
    read({ where: { attemptId, late: true, decision: null }, take: mostLate }),
  )
  const view = viewOf({
    paper: attempt.paper,
    answers,
    devices: await browsers(deps, attemptId),
  })
  return {
    examTitle: exam.title,
    studentName: fullNameOf(student, await readHomonyms(deps, where.courseId)),
    timeZone: exam.timeZone,
    status: attempt.status,
    deadline: attempt.deadline?.toISOString() ?? null,
    entries: journal.map(view),
    ...{ entryCount, page, pageCount },
    late: undecided.map(view).filter(({ standing }) => standing === 'late'),
    events: events.map(({ at, type, actorName, reason }) => ({ at: at.toISOString(), type, by: actorName, reason })),
  }
}

/** In the order of their first save, on every page. */
async function browsers({ pool }: Deps, attemptId: string): Promise<string[]> {
  const { rows } = await pool.query<{ browser: string }>({
    name: 'journal-browsers',
    text: `select split_part(device, ':', 1) as browser from "AnswerEvent" where "attemptId" = $1
           group by 1 order by min("receivedAt"), 1`,
    values: [attemptId],
  })
  return rows.map(({ browser }) => browser)
}

type Copy = { paper: readonly PaperQuestion[]; answers: readonly Answer[]; devices: readonly string[] }

function viewOf({ paper, answers, devices }: Copy) {
  const currentAnswers = new Map(answers.map((answer) => [answer.questionId, answer]))
  return (entry: AnswerEvent & { decision: LateDecision | null }) => {
    const answer = currentAnswers.get(entry.questionId)
    const isHeld = answer !== undefined && compareAnswers(entry, answer) === 0
    const index = paper.findIndex(({ questionId }) => questionId === entry.questionId)
    const { decision } = entry
    return {
      device: entry.device,
      sequence: entry.sequence,
      deviceNumber: devices.indexOf(browserOf(entry.device)) + 1,
      position: index + 1,
      letters: shownLettersOf(paper[index]?.choiceIds ?? [], entry.choices),
      certainty: certaintyOf(entry.choices),
      flagged: entry.flagged,
      receivedAt: entry.receivedAt.toISOString(),
      standing: answerStandingOf({ ...entry, isHeld }),
      isHeld,
      decision: decision && { at: decision.at.toISOString(), by: decision.actorName, reason: decision.reason },
    }
  }
}

type Entry = { late: boolean; decision: { isAccepted: boolean } | null; isHeld: boolean }

/** A late answer that is current without a decision was accepted with a copy file. */
export function answerStandingOf({ late, decision, isHeld }: Entry): AnswerStanding {
  if (!late) return 'in_time'
  if (decision) return decision.isAccepted ? 'late_accepted' : 'late_refused'
  return isHeld ? 'late_accepted' : 'late'
}

/** The part before the colon identifies the browser, the rest one load of the page. */
const browserOf = (device: string) => device.split(':')[0] ?? device

/** What was ticked, by the letters of that copy; what was typed, as it was. */
export const shownLettersOf = (seen: readonly string[], ticked: readonly string[]) =>
  typedOf(ticked) ?? letteredTicks(ticksOf(ticked), seen).join(' ')
