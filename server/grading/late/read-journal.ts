import { compareAnswers, type Standing } from '#core/answer.ts'
import { certaintyOf } from '#core/certainty.ts'
import type { PaperQuestion } from '#core/draw.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'

const most = 10_000

/** Every save a copy received, as it came: what the copy can be rebuilt from, for a trainer to read. */
export async function readJournal(deps: Deps, where: { courseId: string; examId: string; attemptId: string }) {
  const attempt = await deps.db.attempt.findFirst({
    where: { id: where.attemptId, examId: where.examId, exam: { courseId: where.courseId } },
    include: {
      exam: { select: { title: true, timeZone: true } },
      student: { select: { id: true, givenName: true, familyName: true } },
      answers: true,
      journal: { include: { decision: true }, orderBy: [{ receivedAt: 'asc' }, { sequence: 'asc' }], take: most },
      events: { orderBy: { id: 'asc' } },
    },
  })
  if (!attempt) throw new Refusal('not_found')
  const { exam, student, journal, events, answers } = attempt
  const paper = attempt.paper as unknown as PaperQuestion[]
  const devices = [...new Set(journal.map(({ device }) => browserOf(device)))]
  const held = new Map(answers.map((answer) => [answer.questionId, answer]))
  return {
    examTitle: exam.title,
    studentName: fullNameOf(student, await readHomonyms(deps, where.courseId)),
    timeZone: exam.timeZone,
    status: attempt.status,
    deadline: attempt.deadline?.toISOString() ?? null,
    entries: journal.map((entry) => {
      const answer = held.get(entry.questionId)
      const isHeld = answer !== undefined && compareAnswers(entry, answer) === 0
      const index = paper.findIndex(({ questionId }) => questionId === entry.questionId)
      const { decision } = entry
      return {
        device: entry.device,
        sequence: entry.sequence,
        deviceNumber: devices.indexOf(browserOf(entry.device)) + 1,
        position: index + 1,
        letters: lettersOf(paper[index]?.choiceIds ?? [], entry.choices),
        certainty: certaintyOf(entry.choices),
        flagged: entry.flagged,
        receivedAt: entry.receivedAt.toISOString(),
        standing: standingOf({ ...entry, isHeld }),
        isHeld,
        decision: decision && { at: decision.at.toISOString(), by: decision.actorName, reason: decision.reason },
      }
    }),
    events: events.map(({ at, type, actorName, reason }) => ({ at: at.toISOString(), type, by: actorName, reason })),
  }
}

type Entry = { late: boolean; decision: { isAccepted: boolean } | null; isHeld: boolean }

/** A late answer that the copy holds without a decision came back with the copy's file: it was accepted there. */
export function standingOf({ late, decision, isHeld }: Entry): Standing {
  if (!late) return 'in_time'
  if (decision) return decision.isAccepted ? 'late_accepted' : 'late_refused'
  return isHeld ? 'late_accepted' : 'late'
}

/** What stands before the colon names the browser; the rest, one load of the page. */
const browserOf = (device: string) => device.split(':')[0] ?? device

export const lettersOf = (seen: readonly string[], ticked: readonly string[]) =>
  seen.flatMap((id, i) => (ticked.includes(id) ? String.fromCharCode(65 + i) : [])).join(' ')
