import type { HandlerInput } from '#contract/endpoint.ts'
import type { confirmImport as contract } from '#contract/questions/question-batches.ts'
import type { QuestionInFile } from '#contract/questions/question-file.ts'
import { noSection, type Outline, sectionsOf, titleName } from '#core/courses/outline.ts'
import { addedBetween, decideOutlineChange, type SessionToAdd } from '#core/courses/outline-change.ts'
import { isSameText } from '#core/courses/same-text.ts'
import type { Language } from '#core/language.ts'
import { Refusal } from '#core/refusal.ts'
import { slugOf } from '#core/slug.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { currentMaterials, refreshPassages } from '#server/questions/bank/course-passages.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { readOutlineOf, writeOutline } from '#server/questions/bank/write-outline.ts'
import { type BatchPlace, batchView, type ChangedQuestion } from '#server/questions/editing/batch.ts'
import { isPlace } from '#server/questions/editing/place-questions.ts'
import { stampNew } from '#server/questions/editing/stamp-new.ts'
import {
  addQuestions,
  addVersions,
  type CurrentQuestion,
  currentQuestions,
  hashOf,
  type Next,
} from '#server/questions/editing/write-versions.ts'
import { findLanguage } from '#server/questions/queries.ts'
import { renderQuestions } from '#server/questions/rendering/rendering.ts'
import { toQuestion } from '#server/questions/to-question.ts'
import type { StagedQuestions } from './plan-question-import.ts'

type ConfirmImportInput = BatchPlace & HandlerInput<typeof contract>['body'] & { actor: Actor }
type StoredForInput = { added: Next[]; changed: (Next & { from: string })[] }

/** Writes the previewed import, all or nothing. Prepared in a worker thread, so that students are served meanwhile. */
export async function confirmImport(
  deps: Deps,
  { courseId, batchId, leave, accept, leaveContexts, places, takeOutline, actor }: ConfirmImportInput,
) {
  const found = await deps.db.questionBatch.findFirst({
    where: { id: batchId, courseId, kind: { in: ['import', 'assistant'] }, state: { in: ['staged', 'written'] } },
  })
  if (!found) throw new Refusal('not_found')
  if (found.state === 'written') return batchView(found)
  const staged: StagedQuestions = found.staged ?? { added: [], changed: [] }
  const { outline: before, revision } = await readOutlineOf(deps.db, courseId)
  const { outline, placed } = placedIn(before, { staged, places, takeOutline })
  const made = addedBetween(before, outline)
  const isGrowing = made.sessions.length + made.sections.length > 0
  const isDrafted = found.kind === 'assistant'
  const wanted = {
    // A draft of an assistant enters the bank only when a person accepted it by its name.
    added: isDrafted
      ? placed.added.filter(({ file }) => accept.includes(file.id))
      : placed.added.map((one) => ({ ...one, file: withoutContext(one.file, leaveContexts) })),
    changed: placed.changed.filter(({ file }) => !leave.includes(file.id)),
  }
  const text = takeOutline ? staged.text : undefined
  if (wanted.added.length + wanted.changed.length === 0 && !isGrowing && !text) throw new Refusal('nothing_to_import')
  const language = await findLanguage(deps, courseId)
  const ready = await makeReady(deps, { batchId, wanted, language })
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const now = await tx.questionBatch.findUniqueOrThrow({ where: { id: batchId }, omit: { staged: true } })
    // A second click has no effect.
    if (now.state === 'written') return batchView(now)
    // What is accepted is what was read: a draft may have been edited since.
    if (isDrafted && now.at.getTime() !== found.at.getTime()) throw new Refusal('preview_outdated')
    // The sections were chosen in the outline that was shown.
    if ((await readOutlineOf(tx, courseId)).revision !== revision) throw new Refusal('preview_outdated')
    if (isGrowing) await writeOutline(tx, { courseId, outline })
    const materials = text ? await addText(tx, { courseId, parts: text, byName: actor.name, at: deps.now() }) : []
    const stored = storedFor(ready, await currentQuestions(tx, courseId))
    const writer = { origin: isDrafted ? ('assistant' as const) : ('import' as const), byId: actor.id, at: deps.now() }
    const added = await addQuestions(tx, { courseId, added: ready.added, ...writer })
    await stampNew(tx, { courseId, ids: added })
    const changed = await change(tx, { stored, writer })
    const written = await tx.questionBatch.update({
      where: { id: batchId },
      data: {
        state: 'written',
        at: deps.now(),
        byName: actor.name,
        staged: Prisma.DbNull,
        added,
        changed,
        ...(isGrowing || materials.length > 0 ? { outline: { ...made, materials } } : {}),
      },
      omit: { staged: true },
    })
    const after = { label: found.label, added: added.length, changed: changed.length, sections: made.sections.length }
    await audit(tx, { courseId, actor, action: 'questions.import', subject: `batch:${batchId}`, after })
    return batchView(written)
  }, bankWriting)
}

/** A question whose document was left out is added without it. */
function withoutContext(file: QuestionInFile, left: readonly string[]): QuestionInFile {
  const { context, ...alone } = file
  return typeof context === 'object' && left.includes(context.id) ? alone : file
}

type AddTextInput = { courseId: string; parts: NonNullable<StagedQuestions['text']>; byName: string; at: Date }

/** The text that came with the outline is one more material of the course, unless the course has it. */
async function addText(tx: Prisma.TransactionClient, { courseId, parts, byName, at }: AddTextInput): Promise<string[]> {
  const materials = await currentMaterials(tx, courseId)
  if (materials.some((material) => isSameText(material.parts, parts))) return []
  const { id } = await tx.courseMaterial.create({
    data: {
      ...{ courseId, fileName: 'course.md', title: 'course.md', format: 'markdown', state: 'current', pages: 1 },
      ...{ parts, byName, at, since: at },
    },
    select: { id: true },
  })
  await refreshPassages(tx, courseId)
  return [id]
}

type PlacedInput = { staged: StagedQuestions } & Pick<ConfirmImportInput, 'places' | 'takeOutline'>

/** The outline with the sections that were asked for, and each question in the section it then goes to. */
function placedIn(before: Outline, { staged, places, takeOutline }: PlacedInput) {
  let outline = before
  if (takeOutline && staged.outline) outline = completedBy(outline, staged.outline)
  const targets = new Map<string, string>()
  for (const name of new Set(staged.added.flatMap(({ unknown = [] }) => unknown))) {
    const taken = sectionsOf(outline).find(({ id, title }) => id === name || slugOf(title, 'section') === name)
    const place = places.find((one) => one.name === name)?.to
    if (taken) targets.set(name, taken.id)
    else if (place?.kind === 'section' && isPlace(outline, place.section)) targets.set(name, place.section)
    else if (place?.kind === 'new') {
      const { title, session, sessionTitle } = place
      const stored = outline.sessions.find(({ id }) => id === session)
      const section = { id: name, title }
      outline = completedBy(outline, [
        { ...(stored ? { id: stored.id } : {}), title: stored?.title ?? sessionTitle, sections: [section] },
      ])
      const fresh = sectionsOf(outline)
      targets.set(
        name,
        (fresh.find(({ id }) => id === name) ?? fresh.find((one) => titleName(one.title) === titleName(title)))?.id ??
          noSection,
      )
    }
  }
  const placeOf = <Q extends { section: string; unknown?: string }>({ unknown, ...question }: Q) => {
    const section = unknown === undefined ? question.section : (targets.get(unknown) ?? noSection)
    // A section may have gone since the preview.
    return { ...question, section: isPlace(outline, section) ? section : noSection }
  }
  return { outline, placed: { added: staged.added.map(placeOf), changed: staged.changed.map(placeOf) } }
}

function completedBy(outline: Outline, sessions: readonly SessionToAdd[]): Outline {
  const change = decideOutlineChange(outline, { kind: 'add_outline', sessions })
  if ('fault' in change) throw new Refusal('outline_too_large')
  return change.outline
}

const atOnce = 100

async function makeReady(
  { db }: Deps,
  { batchId, wanted, language }: { batchId: string; wanted: StagedQuestions; language: Language },
): Promise<StoredForInput> {
  const ready: StoredForInput = { added: [], changed: [] }
  const all = [
    ...wanted.added.map(({ file, section }) => ({ question: toQuestion(file, { section, language }), from: null })),
    ...wanted.changed.map(({ file, section, from }) => ({ question: toQuestion(file, { section, language }), from })),
  ]
  for (let done = 0; done < all.length; done += atOnce) {
    await db.questionBatch.update({ where: { id: batchId }, data: { done, total: all.length } })
    const batch = all.slice(done, done + atOnce)
    const rendered = await renderQuestions(batch.map(({ question }) => question))
    for (const [index, { question, from }] of batch.entries()) {
      const shown = rendered[index]
      // Checked when it was staged, so a failure now means that the rules have changed since.
      if (!shown) throw new Refusal('preview_outdated')
      const next = { question, hash: hashOf(question), rendered: shown }
      if (from === null) ready.added.push(next)
      else ready.changed.push({ ...next, from })
    }
  }
  await db.questionBatch.update({ where: { id: batchId }, data: { done: all.length, total: all.length } })
  return ready
}

/** The bank must not have changed since the preview. */
function storedFor({ added, changed }: StoredForInput, current: readonly CurrentQuestion[]) {
  const known = new Map(current.map((one) => [one.key, one]))
  if (added.some(({ question }) => known.has(question.id))) throw new Refusal('preview_outdated')
  return changed.map(({ from, ...next }) => {
    const stored = known.get(next.question.id)
    if (stored?.hash !== from) throw new Refusal('preview_outdated')
    return { ...next, stored }
  })
}

type Writer = { origin: 'import' | 'assistant'; byId: string | null; at: Date }

async function change(
  tx: Prisma.TransactionClient,
  { stored, writer }: { stored: (Next & { stored: CurrentQuestion })[]; writer: Writer },
): Promise<ChangedQuestion[]> {
  const rows = await tx.question.findMany({
    where: { id: { in: stored.map((one) => one.stored.id) } },
    select: { id: true, section: true, archivedAt: true },
  })
  const written = new Map(
    (await addVersions(tx, { changed: stored, ...writer })).map(({ id, versionId }) => [id, versionId]),
  )
  return rows.map(({ id, section, archivedAt }) => ({
    id,
    section,
    archivedAt: archivedAt?.toISOString() ?? null,
    versionId: written.get(id) ?? null,
  }))
}
