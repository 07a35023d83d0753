import type { z } from 'zod'
import type { createExportProfile, updateExportProfile } from '#contract/exports/export-profiles.ts'
import type { FileKind } from '#core/exports/file-layout.ts'
import { Refusal } from '#core/refusal.ts'
import { type ExportProfile, Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'

type CreateProfileInput = { courseId: string } & z.output<typeof createExportProfile.body>
type UpdateProfileInput = { courseId: string; profileId: string } & z.output<typeof updateExportProfile.body>

export async function listProfiles({ db }: Deps, courseId: string) {
  const rows = await db.exportProfile.findMany({ where: { courseId }, orderBy: [{ kind: 'asc' }, { name: 'asc' }] })
  return { profiles: rows.map(view) }
}

export async function createProfile({ db, now }: Deps, { courseId, kind, name, layout }: CreateProfileInput) {
  const data = { courseId, kind, name, layout, createdAt: now() }
  return view(await unlessTaken(db.exportProfile.create({ data })))
}

export async function updateProfile({ db }: Deps, { courseId, profileId, revision, name, layout }: UpdateProfileInput) {
  const profile = await db.exportProfile.findFirst({ where: { id: profileId, courseId } })
  if (!profile) throw new Refusal('not_found')
  const { count } = await unlessTaken(
    db.exportProfile.updateMany({
      where: { id: profileId, revision },
      data: { name, layout, revision: revision + 1 },
    }),
  )
  if (count === 0) throw new Refusal('changed_meanwhile')
  return view(await db.exportProfile.findUniqueOrThrow({ where: { id: profileId } }))
}

export async function deleteProfile({ db }: Deps, { courseId, profileId }: { courseId: string; profileId: string }) {
  const { count } = await db.exportProfile.deleteMany({ where: { id: profileId, courseId } })
  if (count === 0) throw new Refusal('not_found')
  return { done: true as const }
}

async function unlessTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw new Refusal('name_taken')
    throw error
  }
}

function view({ id, kind, name, revision, layout }: ExportProfile) {
  const { columns, format } = layout
  return {
    id,
    kind: kind as FileKind,
    name,
    revision,
    layout: { columns: columns.map((each) => ({ ...each })), format },
  }
}
