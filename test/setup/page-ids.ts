import { isCertainty } from '#core/exams/certainty.ts'
import type { Deps } from '#server/platform/deps.ts'
import { choiceId } from '#server/questions/choice-ids.ts'

type Asked = { questionId: string; letters: readonly string[] }

/** The ids of these choices on a student's page; the certainty (`~2`) has the same name on both sides. */
export const pageIds = ({ deps }: { deps: Pick<Deps, 'secret'> }, { questionId, letters }: Asked): string[] =>
  letters.map((letter) => (isCertainty(letter) ? letter : choiceId(deps, { questionId, letter })))
