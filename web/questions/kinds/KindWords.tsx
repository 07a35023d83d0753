import { chosenWords } from './answer-parts.ts'
import type { KindProps } from './kind-props.ts'

/** What is chosen, in words, where the question is not shown. */
export const KindWords = ({ question, chosen }: Pick<KindProps, 'question' | 'chosen'>) => chosenWords(question, chosen)
