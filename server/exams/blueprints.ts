import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { Refusal } from '#core/refusal.ts'
import type { NamedBlueprint } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { wantedOf } from './exam.ts'

/** Plans saved under a name, to be used again for another exam. */
export async function listBlueprints({ db }: Deps, courseId: string) {
  const blueprints = await db.namedBlueprint.findMany({ where: { courseId }, orderBy: { name: 'asc' } })
  return { blueprints: blueprints.map(view) }
}

type KeepBlueprintInput = { courseId: string; name: string; blueprint: ExamDraft['blueprint']; actor: Actor }

export async function keepBlueprint({ db, now }: Deps, { courseId, name, blueprint, actor }: KeepBlueprintInput) {
  return db.$transaction(async (tx) => {
    const kept = await tx.namedBlueprint.upsert({
      where: { courseId_name: { courseId, name } },
      create: { courseId, name, blueprint, createdAt: now() },
      update: { blueprint },
    })
    const after = { name, questions: wantedOf(blueprint) }
    await audit(tx, { courseId, actor, action: 'blueprint.keep', subject: `blueprint:${kept.id}`, after })
    return view(kept)
  })
}

type DeleteBlueprintInput = { courseId: string; blueprintId: string; actor: Actor }

export async function deleteBlueprint({ db }: Deps, { courseId, blueprintId, actor }: DeleteBlueprintInput) {
  await db.$transaction(async (tx) => {
    const { count } = await tx.namedBlueprint.deleteMany({ where: { id: blueprintId, courseId } })
    if (count === 0) throw new Refusal('not_found')
    await audit(tx, { courseId, actor, action: 'blueprint.delete', subject: `blueprint:${blueprintId}` })
  })
  return { done: true as const }
}

function view({ id, name, blueprint }: NamedBlueprint) {
  return { id, name, blueprint, questions: wantedOf(blueprint) }
}
