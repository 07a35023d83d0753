import { createHmac } from 'node:crypto'
import { isCertainty } from '#core/exams/certainty.ts'
import { type Listed, partOfAnswer, possibleAnswers, sharesOptions } from '#core/questions/parts.ts'
import type { QuestionType } from '#core/questions/question.ts'
import { isTyped } from '#core/questions/typed-answer.ts'
import type { Deps } from '#server/platform/deps.ts'

/**
 * A question with both ids of its choices, in the same order: `lettered` as written by its author and as stored,
 * `asked` as sent to a student's page.
 */
export type TwoNames = {
  readonly lettered: Listed & { readonly typed?: unknown }
  readonly asked: Listed
}

/**
 * The opaque id of a choice on a student's page. Its letter is its place in the author's file, which often gives the
 * key away; this id reveals nothing without the secret of the installation. See
 * docs/decisions/0029-choices-have-opaque-ids.md.
 */
export const choiceId = ({ secret }: Pick<Deps, 'secret'>, { questionId, letter }: Named) =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['choice', questionId, letter]))
    .digest('hex')
    .slice(0, 12)

type Named = { questionId: string; letter: string }

/** The same choices with the ids of a student's page. */
export const withOpaqueIds = <T extends { id: string }>(
  deps: Pick<Deps, 'secret'>,
  { questionId, choices }: { questionId: string; choices: readonly T[] },
): T[] => choices.map((choice) => ({ ...choice, id: choiceId(deps, { questionId, letter: choice.id }) }))

/** The name on a student's page of one element of an answer as stored. */
export function answerIdOf(deps: Pick<Deps, 'secret'>, { questionId, type, id }: StoredElement): string {
  if (isCertainty(id) || (type === 'exact_answer' && isTyped(id))) return id
  if (!sharesOptions(type)) return choiceId(deps, { questionId, letter: id })
  const part = partOfAnswer(id)
  return part + choiceId(deps, { questionId, letter: id.slice(part.length) })
}
type StoredElement = { questionId: string; type: QuestionType; id: string }

type Marked<T> = {
  questionId: string
  type: QuestionType
  choices: readonly T[]
  /** Those of this question that are known already: a name is a hash. */
  names?: Map<string, string>
}

/** Marked choices with the names of the page on which they were ticked. */
export const withAnswerIds = <T extends { id: string; option?: string | undefined }>(
  deps: Pick<Deps, 'secret'>,
  { questionId, type, choices, names = new Map() }: Marked<T>,
): T[] =>
  choices.map((choice) => {
    const id = names.get(choice.id) ?? answerIdOf(deps, { questionId, type, id: choice.id })
    names.set(choice.id, id)
    if (choice.option === undefined) return { ...choice, id }
    return { ...choice, id, option: sharesOptions(type) ? id.slice(1) : id }
  })

/** An answer from a student's page, in letters as stored; an unknown choice becomes an id that no choice has. */
export const letteredAnswerOf = ({ lettered, asked }: TwoNames, ticked: readonly string[]): string[] =>
  translated(ticked, { from: asked, to: lettered, isTypable: lettered.typed !== undefined }).map((id) => id ?? '')

/** An answer with the ids of a student's page, sorted by them: the order of letters would reveal the author's order. */
export const idsOf = ({ lettered, asked }: TwoNames, ticked: readonly string[]): string[] =>
  translated(ticked, { from: lettered, to: asked, isTypable: lettered.typed !== undefined })
    .flatMap((id) => id ?? [])
    .sort()

type Translation = { readonly from: Listed; readonly to: Listed; readonly isTypable: boolean }

/** Neither a certainty nor what was typed has another name; undefined for what is not asked. */
function translated(ticked: readonly string[], { from, to, isTypable }: Translation): (string | undefined)[] {
  const [known, named] = [possibleAnswers(from), possibleAnswers(to)]
  return ticked.map((id) =>
    isCertainty(id) || (isTypable && isTyped(id)) ? id : named[known.findIndex((one) => one.id === id)]?.id,
  )
}
