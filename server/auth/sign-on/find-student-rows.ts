import { Refusal } from '#core/refusal.ts'
import { rememberIdentity } from '#server/auth/external-identity.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { SignOnProvider } from '#server/platform/sign-on-file.ts'
import { type Claims, type SignedOn, signOnSource, verifiedEmail } from './claims.ts'

type Row = { id: string; courseId: string; isRunning: boolean; isTaken: boolean }

/**
 * The entries of the student whom a provider names, one per course at most: those that have their address or number today.
 * What is remembered from before opens nothing by itself, since a class list may have been corrected.
 */
export async function findStudentRows(
  deps: Deps,
  { provider, signedOn }: { provider: SignOnProvider; signedOn: SignedOn },
) {
  const identity = { source: signOnSource(provider), subject: signedOn.subject }
  const { email, number } = keysOf(provider, signedOn.claims)
  if (email === null && number === null) return []
  const { rows } = await deps.pool.query<Row>({
    name: 'sign-on-students',
    text: `select s.id, s."courseId",
             exists (select from "Attempt" a where a."studentId" = s.id and a.status in ('in_progress', 'paused')) as "isRunning",
             exists (select from "ExternalIdentity" i where i."studentId" = s.id and i.source = $3 and i.subject <> $4) as "isTaken"
           from "Student" s join "Course" c on c.id = s."courseId"
           where s."archivedAt" is null and c."archivedAt" is null and (lower(s.email) = $1 or s.number = $2)
           order by c."createdAt" desc, s.id`,
    values: [email, number, identity.source, identity.subject],
  })
  // Two entries of one course alike: nobody can say which is theirs.
  const alone = rows.filter(({ courseId }) => rows.filter((other) => other.courseId === courseId).length === 1)
  const own = alone.filter(({ isTaken }) => !isTaken)
  if (own.length === 0 && alone.length > 0)
    throw new Refusal('identity_taken', { cause: 'another subject has this entry' })
  await deps.db.$transaction(async (tx) => {
    await tx.externalIdentity.deleteMany({
      where: { ...identity, studentId: { notIn: own.map(({ id }) => id), not: null } },
    })
    for (const { id } of own) await rememberIdentity({ db: tx, now: deps.now }, { ...identity, studentId: id })
  })
  return own
}

/** What is compared with the class lists, by the rule of the provider. */
function keysOf(provider: SignOnProvider, claims: Claims): { email: string | null; number: string | null } {
  const { students } = provider
  if (students.match === 'email') return { email: verifiedEmail(provider, claims), number: null }
  const said = claims.get(students.claim)?.[0] ?? null
  if (students.match === 'number') return { email: null, number: said }
  return { email: said?.toLowerCase() ?? null, number: said }
}
