import { createHmac, timingSafeEqual } from 'node:crypto'
import { answersFrom, type JournalEntry } from '#core/attempts/answer.ts'
import { asOf, handedInStatuses } from '#core/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { plus } from '#core/timing.ts'
import type { AnswerEvent } from '#prisma/client/client.ts'
import { type Loaded, loadOwn } from '#server/attempts/load.ts'
import { quitUrlOf } from '#server/attempts/locked-browser/lock.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'
import { frozenQuestions } from './copy.ts'
import { readAnswers } from './sitting.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 8

/** The receipt of a closed copy, which a student keeps and a trainer can check against the stored copy. */
export async function readReceipt(deps: Deps, { attemptId, studentId, origin }: Asked) {
  const loaded = await loadOwn(deps, { attemptId, studentId })
  return receiptOf(deps, loaded, { now: loaded.now, origin })
}

/** `origin`: the address by which the request came. */
type Asked = { attemptId: string; studentId: string; origin: string }

export async function receiptOf(deps: Deps, { attempt, row }: Loaded, { now, origin }: { now: Date; origin: string }) {
  const current = asOf(attempt, now)
  if (!('closedAt' in current)) throw new Refusal('attempt_wrong_state')
  const [answers, frozen, late, quitUrl] = await Promise.all([
    readAnswers(deps, row.id),
    frozenQuestions(deps, row),
    countLate(deps, row.id),
    quitUrlOf(deps, { examId: row.examId, origin }),
  ])
  return {
    attemptId: row.id,
    examId: row.examId,
    examTitle: row.examTitle,
    studentName: row.studentName,
    status: current.status,
    startedAt: current.startedAt?.toISOString() ?? null,
    closedAt: current.closedAt.toISOString(),
    timeZone: row.timeZone,
    questionCount: frozen.asked,
    answeredCount: answers.filter(({ choices }) => choices.length > 0).length,
    // A voided copy does not count, so its receipt has no code.
    code:
      current.status === 'voided'
        ? null
        : receiptCode(deps, { attemptId: row.id, closedAt: current.closedAt, answers }),
    late,
    release: row.release,
    ...(quitUrl === '' ? {} : { quitUrl }),
  }
}

type Late = { count: number; undecided: number; positions: number[] }

/**
 * Questions answered after the end, and those not yet decided on, neither by a trainer nor by importing a copy file.
 */
const countLate = batched(async ({ pool }: Deps, attemptIds: string[]): Promise<Late[]> => {
  const { rows } = await pool.query<Late & { id: string }>({
    name: 'attempts-late',
    text: `select e."attemptId" as id, count(distinct e."questionId")::int as count,
             (count(distinct e."questionId") filter (where d."attemptId" is null and a."attemptId" is null))::int
               as undecided,
             array_agg(distinct asked.place order by asked.place) as positions
           from "AnswerEvent" e left join "LateDecision" d using ("attemptId", device, sequence)
           left join "Answer" a using ("attemptId", "questionId", device, epoch, sequence)
           join "Attempt" t on t.id = e."attemptId"
           cross join lateral (
             select place::int from jsonb_array_elements(t.paper) with ordinality as p (line, place)
             where line->>'questionId' = e."questionId"::text
           ) asked
           where e.late and e."attemptId" = any($1::uuid[]) group by e."attemptId"`,
    values: [attemptIds],
  })
  const found = new Map(rows.map(({ id, ...late }) => [id, late]))
  return attemptIds.map((id) => found.get(id) ?? { count: 0, undecided: 0, positions: [] })
})

type Signed = { attemptId: string; closedAt: Date; answers: readonly { questionId: string; choices: string[] }[] }

/** Forty bits of a keyed hash over the final answers and the closing time, in letters that can be read aloud. */
export function receiptCode({ secret }: Pick<Deps, 'secret'>, { attemptId, closedAt, answers }: Signed) {
  const final = answers
    .filter(({ choices }) => choices.length > 0)
    .map(({ questionId, choices }) => [questionId, [...choices].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const text = JSON.stringify(['receipt', attemptId, closedAt.toISOString(), final])
  const digest = createHmac('sha256', secret).update(text).digest()
  const letters = Array.from(digest.subarray(0, length), (byte) => alphabet.charAt(byte & 31)).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** The copies of a course with this receipt code. */
export async function checkReceipt(deps: Deps, { courseId, code }: { courseId: string; code: string }) {
  const typed = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const closed = await deps.db.attempt.findMany({
    where: { exam: { courseId }, status: { in: [...handedInStatuses] }, closedAt: { not: null } },
    select: {
      id: true,
      closedAt: true,
      answers: { select: { questionId: true, choices: true } },
      // Only for copies to which a trainer has added answers: their receipt is about the answers before that.
      journal: {
        where: {
          late: false,
          attempt: {
            OR: [
              { journal: { some: { decision: { isAccepted: true } } } },
              { events: { some: { type: 'import_copy_file' } } },
            ],
          },
        },
      },
      exam: { select: { id: true, title: true, graceSeconds: true } },
      student: { select: { id: true, givenName: true, familyName: true } },
    },
  })
  const homonyms = await readHomonyms(deps, courseId)
  const matches = closed.flatMap(({ id, closedAt, answers, journal, exam, student }) => {
    if (!closedAt) return []
    const isCodeOf = (signed: Signed['answers']) =>
      isSameCode(receiptCode(deps, { attemptId: id, closedAt, answers: signed }), typed)
    const isIntact = isCodeOf(answers)
    if (!isIntact && !isCodeOf(asClosed(journal, plus(closedAt, exam.graceSeconds * 1000)))) return []
    const studentName = fullNameOf(student, homonyms)
    const copy = { attemptId: id, examId: exam.id, examTitle: exam.title, studentName }
    return [{ ...copy, closedAt: closedAt.toISOString(), isIntact }]
  })
  return { matches }
}

function isSameCode(code: string, typed: string) {
  const real = code.replace('-', '')
  return real.length === typed.length && timingSafeEqual(Buffer.from(real), Buffer.from(typed))
}

/** The answers of a copy at its closing, from its journal: the content of its receipt. */
function asClosed(journal: readonly AnswerEvent[], until: Date): Signed['answers'] {
  const entries = journal
    .filter(({ receivedAt }) => receivedAt <= until)
    .map((entry): JournalEntry => ({ ...entry, at: entry.receivedAt, standing: 'in_time' }))
  return Object.entries(answersFrom(entries)).map(([questionId, { choices }]) => ({
    questionId,
    choices: [...choices],
  }))
}
