import { createHmac, timingSafeEqual } from 'node:crypto'
import { answersFrom, type JournalEntry } from '#core/attempts/answer.ts'
import { type AttemptStatus, asOf, handedInStatuses, isClosedStatus } from '#core/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { plus } from '#core/timing.ts'
import type { AnswerEvent } from '#prisma/client/client.ts'
import { loadOwn } from '#server/attempts/load.ts'
import { quitUrlOf } from '#server/attempts/locked-browser/lock.ts'
import type { StoredRelease } from '#server/attempts/release.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'
import { frozenQuestions } from './copy.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 8

/** `origin`: the address by which the request came. */
type Asked = { attemptId: string; studentId: string; origin: string }

/** The receipt of a closed copy, which a student keeps and a trainer can check against the stored copy. */
export async function readReceipt(deps: Deps, { attemptId, studentId, origin }: Asked) {
  const row = await findReceipt(deps, { attemptId, studentId })
  if (!row) throw new Refusal('not_found')
  const { status, startedAt, closedAt } = await closingOf(deps, row)
  const [frozen, quitUrl] = await Promise.all([
    frozenQuestions(deps, row),
    quitUrlOf(deps, { examId: row.examId, origin }),
  ])
  const { answers } = row
  return {
    attemptId: row.id,
    examId: row.examId,
    examTitle: row.examTitle,
    studentName: row.studentName,
    status,
    startedAt: startedAt?.toISOString() ?? null,
    closedAt: closedAt.toISOString(),
    timeZone: row.timeZone,
    questionCount: frozen.asked,
    answeredCount: answers.filter(({ choices }) => choices.length > 0).length,
    // A voided copy does not count, so its receipt has no code.
    code: status === 'voided' ? null : receiptCode(deps, { attemptId: row.id, closedAt, answers }),
    late: { count: row.lateCount, undecided: row.lateUndecided, positions: row.latePositions ?? [] },
    release: row.release,
    ...(quitUrl === '' ? {} : { quitUrl }),
  }
}

type ReceiptRow = {
  id: string
  studentId: string
  status: AttemptStatus
  startedAt: Date | null
  closedAt: Date | null
  examId: string
  examTitle: string
  studentName: string
  timeZone: string
  publishedAt: Date | null
  release: StoredRelease
  answers: { questionId: string; choices: string[] }[]
  /** Questions answered after the end. */
  lateCount: number
  /** Those not yet decided on, neither by a trainer nor by importing a copy file. */
  lateUndecided: number
  latePositions: number[] | null
}

/** When the copy was closed; a running one may be over without its closing being stored yet. */
async function closingOf(deps: Deps, { id: attemptId, studentId, status, startedAt, closedAt }: ReceiptRow) {
  if (isClosedStatus(status) && closedAt) return { status, startedAt, closedAt }
  const { attempt, now } = await loadOwn(deps, { attemptId, studentId })
  const current = asOf(attempt, now)
  if (!('closedAt' in current)) throw new Refusal('attempt_wrong_state')
  return current
}

/** A class submits in the same minute, and each page reads its receipt: they share the statement. */
const findReceipt = batched(async ({ pool }: Deps, wanted: Omit<Asked, 'origin'>[]) => {
  const { rows } = await pool.query<ReceiptRow & { place: number }>({
    name: 'receipts',
    text: receiptsQuery,
    values: [wanted.map(({ attemptId }) => attemptId), wanted.map(({ studentId }) => studentId)],
  })
  const found = new Map(rows.map((row) => [row.place, row]))
  return wanted.map((_, i) => found.get(i + 1))
})

const receiptsQuery = `
  select wanted.place::int, a.id, a."studentId", a.status, a."startedAt", a."closedAt", a."examId",
    e.title as "examTitle", s."givenName" || ' ' || s."familyName" as "studentName", e."timeZone", e."publishedAt",
    e.release, coalesce((
      select json_agg(json_build_object('questionId', one."questionId", 'choices', one.choices))
      from "Answer" one where one."attemptId" = a.id), '[]') as answers,
    late.count as "lateCount", late.undecided as "lateUndecided", late.positions as "latePositions"
  from unnest($1::uuid[], $2::uuid[]) with ordinality as wanted(attempt, student, place)
  join "Attempt" a on a.id = wanted.attempt and a."studentId" = wanted.student
  join "Exam" e on e.id = a."examId" join "Student" s on s.id = a."studentId"
  cross join lateral (
    select count(distinct ev."questionId")::int as count,
      (count(distinct ev."questionId") filter (where d."attemptId" is null and own."attemptId" is null))::int as undecided,
      array_agg(distinct asked.place order by asked.place) as positions
    from "AnswerEvent" ev left join "LateDecision" d using ("attemptId", device, sequence)
    left join "Answer" own using ("attemptId", "questionId", device, epoch, sequence)
    cross join lateral (
      select p.place::int from jsonb_array_elements(a.paper) with ordinality as p (line, place)
      where line->>'questionId' = ev."questionId"::text
    ) asked
    where ev.late and ev."attemptId" = a.id
  ) late`

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
