import { createHmac } from 'node:crypto'
import { isCertainty } from '#core/exams/certainty.ts'
import type { Deps } from '#server/platform/deps.ts'

type Choices = readonly { readonly id: string }[]

/**
 * A question with both ids of its choices, in the same order: `lettered` as written by its author and as stored,
 * `asked` as sent to a student's page.
 */
export type TwoNames = {
  readonly lettered: { readonly choices: Choices }
  readonly asked: { readonly choices: Choices }
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

/** An answer from a student's page, in letters as stored; an unknown choice becomes an id that no choice has. */
export const letteredAnswerOf = ({ lettered, asked }: TwoNames, ticked: readonly string[]): string[] =>
  ticked.map((id) =>
    isCertainty(id) ? id : (lettered.choices[asked.choices.findIndex((choice) => choice.id === id)]?.id ?? ''),
  )

/** An answer with the ids of a student's page, sorted by them: the order of letters would reveal the author's order. */
export const idsOf = ({ lettered, asked }: TwoNames, ticked: readonly string[]): string[] =>
  ticked
    .flatMap((letter) =>
      isCertainty(letter)
        ? letter
        : (asked.choices[lettered.choices.findIndex((choice) => choice.id === letter)]?.id ?? []),
    )
    .sort()
