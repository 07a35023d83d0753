import { keptRoles } from '#core/courses/kept-roles.ts'
import { headingName } from '#core/questions/course-text.ts'
import { Refusal } from '#core/refusal.ts'
import type { Actor } from '#server/platform/audit.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
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
  const { title, format, pages, remarks, parts, images } = read
  const at = deps.now()
  // Images are stored now, but unused until a text shows them, so that confirming only writes texts.
  await keepImages(deps.db, { courseId, images, at })
  const old = new Date(at.getTime() - keptHours * 3_600_000)
  await deps.db.courseMaterial.deleteMany({ where: { courseId, state: 'staged', at: { lt: old } } })
  const [before] = await findEarlier(deps, { courseId, fileName: name, title })
  const roles = before ? keptRoles({ parts, before: before.parts }) : []
  const { id } = await deps.db.courseMaterial.create({
    data: {
      ...{ courseId, fileName: name, title, format, pages, remarks, at, since: at },
      parts: parts.map((part, rank) => ({ ...part, role: roles[rank] ?? part.role })),
      state: 'staged',
      byName: actor.name,
    },
    select: { id: true },
  })
  return { id }
}

/** The current materials of which this one is likely a new version: same file name, or same title. */
export async function findEarlier(
  { db }: Deps,
  { courseId, fileName, title }: { courseId: string; fileName: string; title: string },
) {
  const current = await db.courseMaterial.findMany({
    where: { courseId, state: 'current', isFromFile: false },
    orderBy: { since: 'asc' },
  })
  return current.filter((one) => one.fileName === fileName || headingName(one.title) === headingName(title))
}
