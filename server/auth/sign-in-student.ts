import { readAccessCode, readJoinCode } from '#core/access-code.ts'
import { Refusal } from '#core/refusal.ts'
import type { From } from '#server/platform/account-events.ts'
import { batched } from '#server/platform/batcher.ts'
import type { Deps } from '#server/platform/deps.ts'
import { anyStudent, knownDevice } from '#server/platform/known-device.ts'
import { hashAccessCode } from './access-code-hash.ts'
import { addressKey, countOne, judgeInTurn } from './throttle.ts'

type Codes = { joinCode: string; personalCode: string; from: From }
const nowhere = '00000000-0000-0000-0000-000000000000'

/**
 * The student with this access code, and the exam of this join code. A draft cannot be joined. A wrong join code, a
 * wrong access code and a code of another course get the same refusal, after the same two look-ups.
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
  from.log.info({ event: 'student_signed_in', studentId: student.id, address: from.ip }, 'account')
  return { student, examId: exam.id }
}

// A whole class signs in within a minute, so simultaneous look-ups share one query.
type JoinedExam = { id: string; courseId: string; joinCode: string }
const findExam = batched(async ({ pool }: Deps, joinCodes: string[]): Promise<(JoinedExam | undefined)[]> => {
  const { rows } = await pool.query<JoinedExam>({
    name: 'exams-joined',
    text: `select e.id, e."courseId", e."joinCode" from "Exam" e join "Course" c on c.id = e."courseId"
           where e."joinCode" = any($1::text[]) and e.status <> 'draft' and c."archivedAt" is null`,
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
