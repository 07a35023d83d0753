import { isCertainty } from '#core/exams/certainty.ts'
import type { Deps } from '#server/platform/deps.ts'
import { choiceId } from '#server/questions/choice-ids.ts'

type Asked = { questionId: string; letters: readonly string[] }

/** What the page of a student calls these choices; the degree of certainty beside them (`~2`) has no other name. */
export const pageIds = ({ deps }: { deps: Pick<Deps, 'secret'> }, { questionId, letters }: Asked): string[] =>
  letters.map((letter) => (isCertainty(letter) ? letter : choiceId(deps, { questionId, letter })))
