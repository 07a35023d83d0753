import { lettersByPart, type PaperFault, type PaperLetters, paperDevice, readPaper } from '#core/exams/paper.ts'
import { Refusal } from '#core/refusal.ts'
import type { CopyPlace } from '#server/attempts/exam-of-course.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findCopy, lettersOfCopy, paperStateOf, requirePublished, sheetOf, whoOf } from './paper-copy.ts'

/** One copy to be typed: its questions in the order of its sheet, without the key. */
export async function readPaperCopy(deps: Deps, place: CopyPlace) {
  const exam = await requirePublished(deps, place)
  const copy = await findCopy(deps, place)
  const sheet = await sheetOf(deps, { exam, copy })
  return {
    ...whoOf(copy),
    state: paperStateOf(copy),
    isCorrection: copy.status === 'submitted' && copy.device === paperDevice,
    revision: copy.paperEntry?.revision ?? 0,
    questions: sheet.map((question) => {
      const { id, type, choices, certainty, typed } = question
      const partCounts = lettersByPart(question).map((column) => column.length)
      return {
        ...{ id, isSingle: type !== 'multiple', choiceCount: choices.length, certainty },
        ...(partCounts.length > 0 ? { partCounts } : {}),
        ...(typed ? { isTyped: true } : {}),
      }
    }),
    letters: await lettersOfCopy(deps, copy),
  }
}

type TypePaperCopyInput = CopyPlace & { revision: number; letters: PaperLetters; actor: Actor }

/** Saves a draft, which changes no state and no mark. The revision prevents two people from overwriting each other. */
export async function typePaperCopy(deps: Deps, { revision, letters, actor, ...place }: TypePaperCopyInput) {
  const exam = await requirePublished(deps, place)
  const copy = await findCopy(deps, place)
  requireOnPaper(copy)
  const read = readPaper(await sheetOf(deps, { exam, copy }), letters)
  if ('fault' in read) throw paperRefusalOf(read.fault)
  if ((copy.paperEntry?.revision ?? 0) !== revision) throw new Refusal('changed_meanwhile')
  const data = { letters: { ...letters }, revision: revision + 1, at: deps.now(), byName: actor.name }
  const { attemptId } = place
  const { count } =
    revision === 0
      ? await deps.db.paperEntry.createMany({ data: [{ attemptId, ...data }], skipDuplicates: true })
      : await deps.db.paperEntry.updateMany({ where: { attemptId, revision }, data })
  if (count === 0) throw new Refusal('changed_meanwhile')
  return { revision: revision + 1 }
}

export function requireOnPaper(copy: Parameters<typeof paperStateOf>[0]) {
  const state = paperStateOf(copy)
  if (state === 'online') throw new Refusal('copy_online')
  if (state === 'voided') throw new Refusal('attempt_closed')
  return state
}

export function paperRefusalOf(fault: PaperFault): Refusal {
  const { typed } = fault
  switch (fault.why) {
    case 'question':
      return new Refusal('question_not_in_attempt')
    case 'letter':
      return new Refusal('unknown_letter', { position: fault.position, typed })
    case 'certainty':
      return new Refusal('unknown_certainty', { position: fault.position, typed })
  }
}
