import type { confirmMaterial as contract } from '#contract/courses/materials.ts'
import type { HandlerInput } from '#contract/endpoint.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { outlineWith, outlineWithout } from '#core/courses/material-outline.ts'
import { wholeOutline } from '#core/courses/outline.ts'
import { excessOf } from '#core/courses/outline-change.ts'
import { Refusal } from '#core/refusal.ts'
import type { CourseMaterial, Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { refreshPassages } from '#server/questions/bank/course-passages.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { readOutlineOf, writeOutline } from '#server/questions/bank/write-outline.ts'
import { fingerprintOf } from './read-material-preview.ts'

type MaterialPlace = { courseId: string; materialId: string }
type ConfirmMaterialInput = MaterialPlace & HandlerInput<typeof contract>['body'] & { actor: Actor }

/** Puts a staged material into the course: its passages and what it adds to the outline, all or nothing. */
export async function confirmMaterial(deps: Deps, { courseId, materialId, actor, ...given }: ConfirmMaterialInput) {
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const material = await findMaterial(tx, { courseId, materialId })
    // A second click has no effect.
    if (material.state !== 'staged') return confirmedView(material)
    const { outline: before } = await readOutlineOf(tx, courseId)
    const { sessions } = before
    const isShown = fingerprintOf(sessions) === given.outline && given.roles.length === material.parts.length
    if (!isShown) throw new Refusal('preview_outdated')
    const parts = material.parts.map((part, at) => ({ ...part, role: given.roles[at] ?? part.role }))
    if (parts.every(({ role }) => role === 'ignored')) throw new Refusal('nothing_to_import')
    const replaced = given.replaces === null ? null : await findMaterial(tx, { courseId, materialId: given.replaces })
    if (replaced && (replaced.state !== 'current' || replaced.isFromFile)) throw new Refusal('changed_meanwhile')
    const { first } = given
    if (first.kind === 'existing' && !sessions.some(({ id }) => id === first.id)) throw new Refusal('not_found')
    const outlined = outlineWith({ sessions, parts, first })
    const outline = wholeOutline(outlined)
    const what = excessOf(outline)
    if (what) throw new Refusal('outline_too_large', { what })
    if (replaced) await tx.courseMaterial.update({ where: { id: replaced.id }, data: { state: 'replaced' } })
    const written = await tx.courseMaterial.update({
      where: { id: materialId },
      data: {
        ...{ title: given.title, parts, state: 'current', added: outlined.added },
        session: first.kind === 'existing' ? first.id : (sessionNamed(outlined.sessions, first.title) ?? ''),
        replacesId: replaced?.id ?? null,
        version: (replaced?.version ?? 0) + 1,
        at: deps.now(),
        since: replaced?.since ?? deps.now(),
        byName: actor.name,
      },
    })
    const revision = await writeOutline(tx, { courseId, outline })
    if (canonicalJson(before) !== canonicalJson(outline)) {
      await tx.outlineChange.create({
        data: {
          ...{ courseId, at: deps.now(), byName: actor.name, kind: 'take_material', label: given.title },
          ...{ revision, before, after: outline, material: materialId },
        },
      })
    }
    await refreshPassages(tx, courseId)
    const after = { ...outlined.added, title: given.title, version: written.version }
    await audit(tx, { courseId, actor, action: 'material.add', subject: `material:${materialId}`, after })
    return confirmedView(written)
  }, bankWriting)
}

const sessionNamed = (sessions: readonly { id: string; title: string }[], title: string) =>
  sessions.find((one) => one.title === title)?.id

function confirmedView({ id, added, parts }: CourseMaterial) {
  const passages = parts.filter(({ role, text }) => role !== 'ignored' && text.trim() !== '').length
  return { id, sessions: added.sessions?.length ?? 0, sections: added.sections?.length ?? 0, passages }
}

/** Undoes the confirmation of a material, or forgets one that was only read; the version before it comes back. */
export async function withdrawMaterial({ db }: Deps, input: WithdrawInput) {
  await db.$transaction(async (tx) => {
    await lockBank(tx, input.courseId)
    await takeMaterialBack(tx, input)
  }, bankWriting)
  return { done: true as const }
}

type WithdrawInput = MaterialPlace & { actor: Actor }

/** Withdraws a material, and the change of the outline that it was, in a transaction that holds the lock of the bank. */
export async function takeMaterialBack(tx: Prisma.TransactionClient, { courseId, materialId, actor }: WithdrawInput) {
  const material = await findMaterial(tx, { courseId, materialId })
  if (material.isFromFile || material.state === 'replaced') throw new Refusal('changed_meanwhile')
  await tx.courseMaterial.delete({ where: { id: materialId } })
  if (material.state === 'staged') return
  await tx.outlineChange.deleteMany({ where: { courseId, material: materialId } })
  const { outline } = await readOutlineOf(tx, courseId)
  // Archived questions too: they may come back.
  const used = await tx.question.findMany({ where: { courseId }, distinct: ['section'], select: { section: true } })
  const sessions = outlineWithout(outline.sessions, {
    added: material.added,
    used: new Set(used.map(({ section }) => section)),
  })
  await writeOutline(tx, { courseId, outline: wholeOutline({ sessions }) })
  if (material.replacesId !== null)
    await tx.courseMaterial.update({ where: { id: material.replacesId }, data: { state: 'current' } })
  await refreshPassages(tx, courseId)
  const before = { ...material.added, title: material.title, version: material.version }
  await audit(tx, { courseId, actor, action: 'material.withdraw', subject: `material:${materialId}`, before })
}

async function findMaterial(tx: Prisma.TransactionClient, { courseId, materialId }: MaterialPlace) {
  const material = await tx.courseMaterial.findFirst({ where: { id: materialId, courseId } })
  if (!material) throw new Refusal('not_found')
  return material
}
