import { createHmac } from 'node:crypto'
import { isCertainty } from '#core/exams/certainty.ts'
import type { Deps } from '#server/platform/deps.ts'

type Choices = readonly { readonly id: string }[]

/**
 * A question with both names of its choices, in the same order: `lettered` as its author wrote it and as everything
 * is kept, `asked` as a student's page has it.
 */
export type TwoNames = {
  readonly lettered: { readonly choices: Choices }
  readonly asked: { readonly choices: Choices }
}

/**
 * What a student's page calls a choice. Its letter is its place in the author's file, which often is the place of the
 * key; this says nothing to who has not the secret of the installation. See docs/decisions/0029-choices-have-opaque-ids.md.
 */
export const choiceId = ({ secret }: Pick<Deps, 'secret'>, { questionId, letter }: Named) =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['choice', questionId, letter]))
    .digest('hex')
    .slice(0, 12)

type Named = { questionId: string; letter: string }

/** The same choices under the names a student's page has for them. */
export const withOpaqueIds = <T extends { id: string }>(
  deps: Pick<Deps, 'secret'>,
  { questionId, choices }: { questionId: string; choices: readonly T[] },
): T[] => choices.map((choice) => ({ ...choice, id: choiceId(deps, { questionId, letter: choice.id }) }))

/** An answer as it is kept, from a student's page; what the question does not offer becomes a name nothing has. */
export const letteredAnswerOf = ({ lettered, asked }: TwoNames, ticked: readonly string[]): string[] =>
  ticked.map((id) =>
    isCertainty(id) ? id : (lettered.choices[asked.choices.findIndex((choice) => choice.id === id)]?.id ?? ''),
  )

/** An answer as a student's page has it, in an order that says nothing: that of its letters would be the author's. */
export const idsOf = ({ lettered, asked }: TwoNames, ticked: readonly string[]): string[] =>
  ticked
    .flatMap((letter) =>
      isCertainty(letter)
        ? letter
        : (asked.choices[lettered.choices.findIndex((choice) => choice.id === letter)]?.id ?? []),
    )
    .sort()
