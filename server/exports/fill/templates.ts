import type { z } from 'zod'
import type { keepFillTemplate as contract } from '#contract/exports/fill-file.ts'
import { Refusal } from '#core/refusal.ts'
import { type FillTemplate, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type OfCourse = { courseId: string; actor: Actor }
type Kept = OfCourse & z.output<typeof contract.body>
type One = OfCourse & { templateId: string }

/** A school has a handful of files; this many are a mistake. */
const most = 100

export async function listFillTemplates({ db }: Deps, courseId: string) {
  const rows = await db.fillTemplate.findMany({ where: { courseId }, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
  return { templates: rows.map(viewTemplate) }
}

/** The newest whose file has these titles. */
export async function templateOfShape({ db }: Deps, { courseId, titles }: { courseId: string; titles: string[] }) {
  if (titles.length === 0) return null
  return db.fillTemplate.findFirst({ where: { courseId, titles: { equals: titles } }, orderBy: { createdAt: 'desc' } })
}

/** Throws `name_taken`. */
export async function keepFillTemplate(deps: Deps, { courseId, actor, ...kept }: Kept) {
  const { source } = kept
  return deps.db.$transaction(async (tx) => {
    if (source !== 'final' && (await tx.exam.count({ where: { id: source, courseId } })) === 0)
      throw new Refusal('not_found')
    if ((await tx.fillTemplate.count({ where: { courseId } })) >= most) throw new Refusal('too_large')
    const data = { ...kept, courseId, createdAt: deps.now(), byName: actor.name }
    const row = await unlessTaken(tx.fillTemplate.create({ data }))
    await note(tx, { courseId, actor, action: 'course.keep_fill_template', after: { name: row.name } })
    return viewTemplate(row)
  })
}

/** Throws `name_taken`. */
export async function renameFillTemplate({ db }: Deps, { courseId, templateId, name, actor }: One & { name: string }) {
  return db.$transaction(async (tx) => {
    const before = await find(tx, { courseId, templateId })
    if (before.name === name) return viewTemplate(before)
    const row = await unlessTaken(tx.fillTemplate.update({ where: { id: templateId }, data: { name } }))
    const action = 'course.rename_fill_template'
    await note(tx, { courseId, actor, action, before: { name: before.name }, after: { name } })
    return viewTemplate(row)
  })
}

export async function deleteFillTemplate({ db }: Deps, { courseId, templateId, actor }: One) {
  await db.$transaction(async (tx) => {
    const { name } = await find(tx, { courseId, templateId })
    await tx.fillTemplate.delete({ where: { id: templateId } })
    await note(tx, { courseId, actor, action: 'course.delete_fill_template', before: { name } })
  })
  return { done: true as const }
}

async function find(tx: Prisma.TransactionClient, { courseId, templateId }: Omit<One, 'actor'>) {
  const row = await tx.fillTemplate.findFirst({ where: { id: templateId, courseId } })
  if (!row) throw new Refusal('not_found')
  return row
}

type Noted = OfCourse & { action: string; before?: { name: string }; after?: { name: string } }
const note = (tx: Prisma.TransactionClient, { courseId, ...line }: Noted) =>
  audit(tx, { courseId, subject: `course:${courseId}`, ...line })

async function unlessTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw new Refusal('name_taken')
    throw error
  }
}

export const viewTemplate = ({ id, name, titles, sheet, column, source, byName, createdAt }: FillTemplate) => ({
  ...{ id, name, sheet, column, source, byName, titles: [...titles], createdAt: createdAt.toISOString() },
})
