import type { Endpoint } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import type { CourseCaller } from './caller.ts'
import type { Deps } from './deps.ts'

/** The student entries of this course with the e-mail address of this member of staff; usually none. */
export async function ownWork({ pool }: Deps, { courseId, personId }: { courseId: string; personId: string | null }) {
  if (personId === null) return []
  const { rows } = await pool.query<{ id: string }>({
    name: 'own-students',
    text: `select s.id from "Student" s join "Person" p on lower(s.email) = lower(p.email)
           where s."courseId" = $1 and p.id = $2`,
    values: [courseId, personId],
  })
  return rows.map(({ id }) => id)
}

type Named = { courseId: string; personId: string | null; studentIds: readonly string[] }

/** Like `refuseOwnWork`, for the students of a file's lines, which are only known once it is parsed. */
export async function refuseOwnLines(deps: Deps, { studentIds, ...who }: Named) {
  const own = await ownWork(deps, who)
  if (studentIds.some((id) => own.includes(id))) throw new Refusal('own_work')
}

type RefuseOwnWorkInput = { params: unknown; body: unknown }

/**
 * Refuses staff who are also students of the course any action on their own work: every id in a request (copy, student,
 * team, contestation) is looked up, wherever it is. Called for all endpoints; a test covers each of them. Throws
 * `own_work`.
 */
export async function refuseOwnWork(
  deps: Deps,
  endpoint: Endpoint,
  caller: CourseCaller,
  { params, body }: RefuseOwnWorkInput,
) {
  if (endpoint.method === 'GET' || endpoint.isHarmless) return
  const own = await ownWork(deps, caller)
  if (own.length === 0) return
  const ids = [...new Set([...idsIn(params), ...idsIn(body)])]
  const query = endpoint.touches === 'every_copy' ? everyCopyQuery : namedQuery
  const { rows } = await deps.pool.query({ text: query, values: [own, ids] })
  if (rows.length > 0) throw new Refusal('own_work')
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function idsIn(sent: unknown): string[] {
  const ids: string[] = []
  // Iterative, because an input may be nested deeper than the call stack.
  const left: unknown[] = [sent]
  while (left.length > 0) {
    const value = left.pop()
    if (typeof value === 'string' && uuid.test(value)) ids.push(value.toLowerCase())
    if (value !== null && typeof value === 'object')
      for (const [name, child] of Object.entries(value)) left.push(name, child)
  }
  return ids
}

const namedQuery = `
  select from "Student" s where s.id = any($1::uuid[]) and (
    s.id = any($2::uuid[])
    or exists (select from "Attempt" a left join "Contestation" c on c."attemptId" = a.id
      where a."studentId" = s.id and (a.id = any($2::uuid[]) or c.id = any($2::uuid[])))
    or exists (select from "TeamMember" m join "Team" t on t.id = m."teamId"
      where m."studentId" = s.id and (m."blindId" = any($2::uuid[]) or t.id = any($2::uuid[]) or t."blindId" = any($2::uuid[])))
  ) limit 1`

/** Changing the marks of a whole exam changes one's own. */
const everyCopyQuery = `
  select from "Attempt" a where a."studentId" = any($1::uuid[]) and a."startedAt" is not null
    and a."examId" = any($2::uuid[]) limit 1`
