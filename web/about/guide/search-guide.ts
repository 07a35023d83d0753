import { plainLetters } from '#core/questions/lint/words.ts'
import type { GuidePageText, GuideText, GuideTopic } from './guide-text.ts'
import { guideSentencesOf } from './guide-text.ts'

export type GuideFinding = { page: GuidePageText; topic: GuideTopic; excerpt: string }

/** The words of a search, without accents nor capitals. */
export const wordsOf = (search: string): string[] => plainLetters(search).split(/\s+/).filter(Boolean)

const titleWeight = 10

/**
 * The topics that hold every word, in their headings or their sentences; first those whose own title holds more of
 * them, then in the order of the guide. `wordsIn` gives a sentence as it is read.
 */
export function searchGuide(
  { pages }: GuideText,
  { words, wordsIn }: { words: readonly string[]; wordsIn: (sentence: string) => string },
): GuideFinding[] {
  if (words.length === 0) return []
  const count = (text: string) => words.filter((word) => plainLetters(text).includes(word)).length
  const topics = pages.flatMap((page) =>
    page.parts.flatMap((part) => part.topics.map((topic) => ({ page, part, topic }))),
  )
  return topics
    .map(({ page, part, topic }) => {
      const sentences = topic.body.flatMap(guideSentencesOf).map(wordsIn)
      const isFound = count([page.title, part.title, topic.title, ...sentences].join('\n')) === words.length
      const [first = ''] = sentences
      const excerpt = sentences.reduce((best, sentence) => (count(sentence) > count(best) ? sentence : best), first)
      return { page, topic, excerpt, isFound, score: titleWeight * count(topic.title) + count(excerpt) }
    })
    .filter(({ isFound }) => isFound)
    .toSorted((one, other) => other.score - one.score)
}
