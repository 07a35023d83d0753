import { keptRoles } from '#core/courses/kept-roles.ts'
import { headingName } from '#core/questions/course-text.ts'
import { Refusal } from '#core/refusal.ts'
import type { Actor } from '#server/platform/audit.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import type { ReadPart } from '#server/questions/bank/course-parts.ts'
import { keepImages } from '#server/questions/images/keep-images.ts'
import { findOutline } from '#server/questions/queries.ts'
import type { understandMaterial as work } from './understand-material.ts'

const understandMaterial = task<typeof work>('understandMaterial')

type StageMaterialInput = { courseId: string; name: string; base64: string | Uint8Array; actor: Actor }

/** Unconfirmed materials are forgotten after a day. */
const keptHours = 24

/** Reads a deck or a document and keeps what was understood; the course is not changed. */
export async function stageMaterial(deps: Deps, { courseId, name, base64, actor }: StageMaterialInput) {
  await findOutline(deps, courseId)
  const bytes = bytesOf(base64)
  const read = await understandMaterial({ name, bytes }, [bytes])
  if ('fault' in read) throw new Refusal('material_unreadable', { fault: read.fault.code, detail: read.fault.detail })
  const { title, format, pages, remarks, headings, parts, images } = read
  const at = deps.now()
  // Images are stored now, but unused until a text shows them, so that confirming only writes texts.
  await keepImages(deps.db, { courseId, images, at })
  const old = new Date(at.getTime() - keptHours * 3_600_000)
  await deps.db.courseMaterial.deleteMany({ where: { courseId, state: 'staged', at: { lt: old } } })
  const before = await rolesBefore(deps, { courseId, fileName: name, title })
  const roles = before ? keptRoles({ parts: headings, before }) : headings.map(({ role }) => role)
  const { rows } = await deps.pool.query<{ id: string }>(insertStaged, [
    ...[courseId, name, title, format, pages, JSON.stringify(remarks), at, actor.name, parts, roles],
  ])
  return { id: rows[0]?.id ?? '' }
}

/** The database puts the roles in the parts: they may weigh megabytes, and never pass through the client of Prisma. */
const insertStaged = `
  insert into "CourseMaterial"
    (id, "courseId", "fileName", title, format, pages, remarks, since, at, "byName", state, parts)
  select gen_random_uuid(), $1::uuid, $2, $3, $4, $5::int, $6::jsonb, $7::timestamptz, $7::timestamptz, $8, 'staged',
    coalesce(jsonb_agg(part || jsonb_build_object('role', role) order by rank), '[]')
  from jsonb_array_elements($9::jsonb) with ordinality as read(part, rank)
  join unnest($10::text[]) with ordinality as roles(role, rank) using (rank)
  returning id`

/** The headings and roles of the material of which this one is likely a new version; null when it is a first one. */
async function rolesBefore(deps: Deps, { courseId, fileName, title }: Named) {
  const [before] = await findEarlier(deps, { courseId, fileName, title })
  if (!before) return null
  const { rows } = await deps.pool.query<Pick<ReadPart, 'heading' | 'role'>>(
    `select part->>'heading' as heading, part->>'role' as role
     from "CourseMaterial", jsonb_array_elements(parts) with ordinality as t(part, rank) where id = $1 order by rank`,
    [before.id],
  )
  return rows
}

type Named = { courseId: string; fileName: string; title: string }

/** The current materials of which this one is likely a new version: same file name, or same title. */
export async function findEarlier({ db }: Deps, { courseId, fileName, title }: Named) {
  const current = await db.courseMaterial.findMany({
    where: { courseId, state: 'current', isFromFile: false },
    orderBy: { since: 'asc' },
    omit: { parts: true },
  })
  return current.filter((one) => one.fileName === fileName || headingName(one.title) === headingName(title))
}
