import type { OutlineCommandSent, outlineChangeKinds } from '#contract/courses/outline.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { noSection, type Outline, sectionsOf, wholeOutline } from '#core/courses/outline.ts'
import {
  addedBetween,
  decideOutlineChange,
  decideOutlineUndo,
  type OutlineChange,
  type OutlineChangeFault,
  type OutlineCommand,
} from '#core/courses/outline-change.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { readOutlineOf, writeOutline } from '#server/questions/bank/write-outline.ts'
import { moveBack, placeQuestions } from '#server/questions/editing/place-questions.ts'
import { takeMaterialBack } from './confirm-material.ts'
import { followPlans, putPlansBack } from './follow-plans.ts'

export type OutlineChangeKind = (typeof outlineChangeKinds)[number]

type ChangeOutlineInput = { courseId: string; revision: number; command: OutlineCommandSent; actor: Actor }

/** Changes the outline as asked, unless somebody else changed it since it was read. */
export async function changeOutline(deps: Deps, { courseId, revision, command, actor }: ChangeOutlineInput) {
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const { outline, revision: current } = await readOutlineOf(tx, courseId)
    if (current !== revision) throw new Refusal('outline_changed', { revision: current })
    const { kind } = command
    const label = labelOf(outline, command)
    return applyCommand(tx, { courseId, command: commandOf(command), kind, label, actor, at: deps.now() })
  }, bankWriting)
}

export type ApplyCommandInput = {
  courseId: string
  command: OutlineCommand
  /** What it is called in the list of changes, and what it was about. */
  kind: OutlineChangeKind
  label: string
  actor: Actor
  at: Date
}

/**
 * Applies a command in a transaction that holds the lock of the bank: writes the outline, moves the questions, lets
 * draft exams follow, and keeps all of it as one change that can be undone. Nothing is written when nothing changes.
 */
export async function applyCommand(
  tx: Prisma.TransactionClient,
  { courseId, command, kind, label, actor, at }: ApplyCommandInput,
) {
  const { outline: before, revision } = await readOutlineOf(tx, courseId)
  const change = decided(before, command)
  const { outline: after } = change
  if (canonicalJson(before) === canonicalJson(after)) {
    return { revision, changeId: null, added: { sessions: [], sections: [] }, questions: 0, waiting: 0 }
  }
  const next = await writeOutline(tx, { courseId, outline: after })
  const placed = await placeQuestions(tx, { courseId, change, origin: 'browser', byId: actor.id, at })
  const known = new Set(sectionsOf(before).map(({ id }) => id))
  // A question whose section was in no outline is not put back there.
  const moved = placed.filter(({ from }) => known.has(from))
  const followed = await followPlans(tx, { courseId, replaced: change.replaced })
  const { id } = await tx.outlineChange.create({
    data: { courseId, at, byName: actor.name, kind, label, revision: next, before, after, moved, followed },
    select: { id: true },
  })
  await audit(tx, {
    courseId,
    actor,
    action: 'outline.change',
    subject: `outline:${id}`,
    after: { kind, label, questions: moved.length, exams: followed.length },
  })
  const waiting = moved.filter(({ to }) => to === noSection).length
  return { revision: next, changeId: id, added: addedBetween(before, after), questions: moved.length, waiting }
}

type UndoInput = { courseId: string; changeId: string; actor: Actor }

export async function undoOutlineChange(deps: Deps, input: UndoInput) {
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, input.courseId)
    return undoChange(tx, { ...input, at: deps.now() })
  }, bankWriting)
}

/** Takes a change back in a transaction that holds the lock of the bank. */
export async function undoChange(
  tx: Prisma.TransactionClient,
  { courseId, changeId, actor, at }: UndoInput & { at: Date },
) {
  const change = await tx.outlineChange.findFirst({ where: { id: changeId, courseId } })
  if (!change) throw new Refusal('not_found')
  const { outline: current, revision } = await readOutlineOf(tx, courseId)
  const questions = await tx.question.findMany({ where: { courseId }, select: { id: true, section: true } })
  if (change.material !== null) {
    if (canonicalJson(wholeOutline(change.after)) !== canonicalJson(current)) {
      throw new Refusal('outline_changed', { revision })
    }
    // With its passages; a section that questions use since stays.
    await takeMaterialBack(tx, { courseId, materialId: change.material, actor })
    return { revision: (await readOutlineOf(tx, courseId)).revision }
  }
  const [before, after] = [wholeOutline(change.before), wholeOutline(change.after)]
  const undone = decideOutlineUndo({ change: { before, after, moved: change.moved }, current, questions })
  if ('fault' in undone) {
    if (undone.fault.code === 'changed_since') throw new Refusal('outline_changed', { revision })
    throw new Refusal('outline_in_use', { questions: undone.fault.questions })
  }
  const next = await writeOutline(tx, { courseId, outline: undone.outline })
  await moveBack(tx, { back: undone.back, moved: change.moved, origin: 'browser', byId: actor.id, at })
  await putPlansBack(tx, { courseId, plans: change.followed })
  await tx.outlineChange.delete({ where: { id: changeId } })
  const said = { kind: change.kind, label: change.label, questions: undone.back.length }
  await audit(tx, { courseId, actor, action: 'outline.undo', subject: `outline:${changeId}`, before: said })
  return { revision: next }
}

/** What a command makes of the outline, or the refusal that says why it cannot be. */
export function decided(outline: Outline, command: OutlineCommand): OutlineChange {
  const change = decideOutlineChange(outline, command)
  if ('fault' in change) throw refusalOf(change.fault)
  return change
}

function refusalOf(fault: OutlineChangeFault): Refusal {
  switch (fault.code) {
    case 'unknown':
      return new Refusal('not_found')
    case 'same_title':
      return new Refusal('outline_title_taken', { title: fault.title })
    case 'too_many':
      return new Refusal('outline_too_large', { what: fault.what })
  }
}

export const commandOf = (sent: OutlineCommandSent): OutlineCommand =>
  sent.kind === 'empty' ? { kind: 'replace', sessions: [] } : sent

/** The title of what a command is about, as it was before it. */
function labelOf(outline: Outline, command: OutlineCommandSent): string {
  const sessionTitle = (id: string) => outline.sessions.find((one) => one.id === id)?.title ?? id
  const sectionTitle = (id: string) => sectionsOf(outline).find((one) => one.id === id)?.title ?? id
  switch (command.kind) {
    case 'add_session':
    case 'add_section':
      return command.title
    case 'edit_session':
    case 'move_session':
    case 'delete_session':
      return sessionTitle(command.session)
    case 'edit_section':
    case 'move_section':
    case 'merge_sections':
    case 'split_section':
    case 'delete_section':
      return sectionTitle(command.section)
    case 'add_outline':
    case 'empty':
      return ''
  }
}
