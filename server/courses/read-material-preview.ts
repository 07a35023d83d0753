import { canonicalJson } from '#core/canonical-json.ts'
import type { materialFormats, materialStates } from '#core/courses/material.ts'
import { Refusal } from '#core/refusal.ts'
import type { CourseMaterial } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { currentMaterials } from '#server/questions/bank/course-passages.ts'
import { findOutline } from '#server/questions/queries.ts'
import { countByHeading } from './read-course-text.ts'
import { findEarlier } from './stage-material.ts'

type MaterialPlace = { courseId: string; materialId: string }

/** The materials of a course, in the order of its text. */
export async function listMaterials(deps: Deps, courseId: string) {
  await findOutline(deps, courseId)
  return { materials: (await currentMaterials(deps.db, courseId)).map(rowOf) }
}

/** What was understood of a material, and the outline it would complete. */
export async function readMaterialPreview(deps: Deps, { courseId, materialId }: MaterialPlace) {
  const material = await deps.db.courseMaterial.findFirst({ where: { id: materialId, courseId } })
  if (!material) throw new Refusal('not_found')
  const [sessions, current, likely, questions] = await Promise.all([
    findOutline(deps, courseId),
    currentMaterials(deps.db, courseId),
    findEarlier(deps, { courseId, fileName: material.fileName, title: material.title }),
    countByHeading(deps, courseId),
  ])
  const earlier = current.filter(({ id, isFromFile }) => !isFromFile && id !== materialId)
  return {
    ...rowOf(material),
    state: material.state as (typeof materialStates)[number],
    parts: material.parts.map(({ page, level, heading, text, role, content, noteContent }) => ({
      ...{ page, level, heading, text, role, content },
      notes: noteContent,
    })),
    remarks: material.remarks,
    sessions,
    outline: fingerprintOf(sessions),
    earlier: earlier.map(({ id, title, fileName, version, session }) => ({
      ...{ id, title, fileName, version, session },
      isLikely: likely.some((one) => one.id === id),
    })),
    questions: [...questions].map(([heading, count]) => ({ heading, count })),
  }
}

export const fingerprintOf = (sessions: unknown): string => sha256(canonicalJson(sessions)).slice(0, 32)

function rowOf({
  id,
  fileName,
  title,
  format,
  isFromFile,
  version,
  session,
  pages,
  parts,
  at,
  byName,
}: CourseMaterial) {
  return {
    ...{ id, fileName, title, isFromFile, version, session, pages, byName },
    format: format as (typeof materialFormats)[number],
    passages: parts.filter(({ heading, text, role }) => role !== 'ignored' && heading !== '' && text.trim() !== '')
      .length,
    at: at.toISOString(),
  }
}
