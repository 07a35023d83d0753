import { readAccessCode, readJoinCode } from '#core/access-code.ts'
import { Refusal } from '#core/refusal.ts'
import type { From } from '#server/platform/account-events.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { anyStudent, knownDevice } from '#server/platform/known-device.ts'
import { addressKey, countOne, judgeInTurn } from '#server/platform/throttle.ts'
import { inAudience, whoSitsJoins } from '#server/platform/who-sits.ts'
import { hashAccessCode } from './access-code-hash.ts'

type Codes = { joinCode: string; personalCode: string; from: From }
const nowhere = '00000000-0000-0000-0000-000000000000'

/**
 * The student with this access code, and the exam of this join code, or none with the code for practice of a course. A
 * draft cannot be joined. A wrong join code, a wrong access code and a code of another course get the same refusal, after
 * the same two look-ups.
 */
export async function signInStudent(deps: Deps, { joinCode, personalCode, from }: Codes) {
  const exam = await findExam(deps, readJoinCode(joinCode) ?? '')
  const courseId = exam?.courseId ?? nowhere
  const codeHash = hashAccessCode(deps, { courseId, code: readAccessCode(personalCode) ?? '' })
  const judge = async () => (await findStudent(deps, { courseId, codeHash: Buffer.from(codeHash) })) ?? null
  const place = addressKey(from.ip)
  if (!exam) {
    await judge()
    from.log.info({ event: 'join_code_refused', address: from.ip }, 'account')
    countOne(deps, [['join', place]])
    throw new Refusal('wrong_code')
  }
  const known = knownDevice(deps, { device: from.device, holder: anyStudent })
  const student = await judgeInTurn(deps, known ? [['code_device', known]] : [['code', place]], judge)
  if (!student) {
    from.log.info({ event: 'code_refused', examId: exam.id, address: from.ip }, 'account')
    throw new Refusal('wrong_code')
  }
  const { id } = exam
  if (id !== null) await requireOwnSlot(deps, { exam: { ...exam, id }, studentId: student.id })
  from.log.info({ event: 'student_signed_in', studentId: student.id, address: from.ip }, 'account')
  return { student, examId: exam.id }
}

// A whole class signs in within a minute, so simultaneous look-ups share one query.
type JoinedExam = { id: string; courseId: string; joinCode: string; slotNumber: number }
/** `id`: null for the practice of a course. */
type JoinedPlaceOf = Omit<JoinedExam, 'id'> & { id: string | null }
const findExam = batched(async ({ pool }: Deps, joinCodes: string[]): Promise<(JoinedPlaceOf | undefined)[]> => {
  const { rows } = await pool.query<JoinedPlaceOf>({
    name: 'exams-joined',
    text: `select e.id, e."courseId", code as "joinCode", number as "slotNumber"
           from (
             select id as exam, "joinCode" as code, 0 as number from "Exam" where "joinCode" = any($1::text[])
             union all select "examId", "joinCode", number from "ExamSlot" where "joinCode" = any($1::text[])
           ) as joined
           join "Exam" e on e.id = exam join "Course" c on c.id = e."courseId"
           where e.status <> 'draft' and c."archivedAt" is null
           union all
           select null, id, "practiceCode", 0 from "Course"
           where "practiceCode" = any($1::text[]) and "archivedAt" is null`,
    values: [joinCodes],
  })
  return joinCodes.map((code) => rows.find(({ joinCode }) => joinCode === code))
})

type Code = { courseId: string; codeHash: Buffer }
type CodeHolder = { id: string; givenName: string; familyName: string; courseTitle: string; place: number }
const findStudent = batched(async ({ pool }: Deps, codes: Code[]): Promise<(CodeHolder | undefined)[]> => {
  const { rows } = await pool.query<CodeHolder>({
    name: 'students-of-codes',
    text: `select s.id, s."givenName", s."familyName", c.title as "courseTitle", place::int as place
           from unnest($1::uuid[], $2::bytea[]) with ordinality as typed(course, hash, place)
           join "Student" s on s."courseId" = course and s."codeHash" = hash and s."archivedAt" is null
           join "Course" c on c.id = course`,
    values: [codes.map(({ courseId }) => courseId), codes.map(({ codeHash }) => codeHash)],
  })
  const found = new Map(rows.map((row) => [row.place, row]))
  return codes.map((_, i) => found.get(i + 1))
})

type Joined = { exam: JoinedExam; studentId: string }
type JoinedPlace = {
  number: number
  isForThem: boolean
  isStarted: boolean
  ownNumber: number
  ownName: string
  ownOpensAt: Date | null
  ownRoom: string
  timeZone: string
}

/**
 * The code of an exam lets in those it is for, and the code of a slot those of the slot. Who has started goes on from
 * anywhere. Told only to somebody whose own code was right.
 */
async function requireOwnSlot(deps: Deps, joined: Joined) {
  const place = await findPlace(deps, joined)
  if (!place?.isForThem) throw new Refusal('not_in_audience')
  if (place.isStarted || place.ownNumber === joined.exam.slotNumber) return
  const { ownName: name, ownOpensAt, ownRoom: room, timeZone } = place
  throw new Refusal('other_slot', { name, opensAt: ownOpensAt?.toISOString() ?? null, room, timeZone })
}

const findPlace = batched(async ({ pool }: Deps, joined: Joined[]): Promise<(JoinedPlace | undefined)[]> => {
  const { rows } = await pool.query<JoinedPlace>({
    name: 'places-of-joined',
    text: `select place::int as number, (${inAudience} or a."startedAt" is not null) as "isForThem",
             a."startedAt" is not null as "isStarted", coalesce(slot.number, 0) as "ownNumber",
             case when slot.number is null then e."slotName" else slot.name end as "ownName",
             coalesce(cand."opensAt", case when slot.number is null then e."opensAt" else slot."opensAt" end) as "ownOpensAt",
             coalesce(nullif(cand.room, ''), case when slot.number is null then e.room else slot.room end) as "ownRoom",
             e."timeZone"
           from unnest($1::uuid[], $2::uuid[]) with ordinality as joined(exam, student, place)
           join "Exam" e on e.id = exam join "Student" s on s.id = student
           left join "Attempt" a on a."examId" = exam and a."studentId" = student
           ${whoSitsJoins}`,
    values: [joined.map(({ exam }) => exam.id), joined.map(({ studentId }) => studentId)],
  })
  const found = new Map(rows.map((row) => [row.number, row]))
  return joined.map((_, i) => found.get(i + 1))
})
