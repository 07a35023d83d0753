/** Grammatical cues to the key, for somebody who does not know the answer. */
import type { QuestionBody, RuleResult } from './choices.ts'
import { anyOf, paragraphsOf, plainLetters, proseOf, tokensOf } from './words.ts'

/** For a single answer: the only choice that fits the stem, or that differs in form from the others. */
export function grammaticalCue(question: QuestionBody): RuleResult {
  if (question.type !== 'single') return null
  const key = question.choices.find(({ correct }) => correct)
  const others = question.choices.filter(({ correct }) => !correct)
  if (!key || others.length < 2) return null
  const choice = key.id.toUpperCase()
  if (fitsAlone(question.stem, key.text, others)) return { choice, cue: 'article' }
  if (startsAlone(key.text, others)) return { choice, cue: 'start' }
  return endsAlone(key.text, others) ? { choice, cue: 'punctuation' } : null
}

type Texts = readonly { readonly text: string }[]

const isVowel = (text: string) => /^[aeiouyh]/.test(plainLetters(proseOf(text)))

/** « … appelle l’ » needs a vowel, « … is a » a consonant. */
function fitsAlone(stem: string, key: string, others: Texts): boolean {
  const ending = /(?:^|[\s'])([ldn]'|an|a|le|la|de|du)[\s…:._]*$/.exec(plainLetters(proseOf(stem)))?.[1]
  if (ending === undefined) return false
  const wantsVowel = ending === 'an' || ending.endsWith("'")
  return isVowel(key) === wantsVowel && others.every(({ text }) => isVowel(text) !== wantsVowel)
}

/** Every distractor begins with the same word, and the key with another one. */
function startsAlone(key: string, others: Texts): boolean {
  const starts = new Set(others.map(({ text }) => firstWordOf(text)))
  const start = firstWordOf(key)
  const isArticle = [start, ...starts].every((word) => articles.has(word))
  return others.length > 2 && starts.size === 1 && !starts.has(start) && !isArticle
}

/** Articles are ignored, because the noun decides which: « l’attente » beside « le pilote » is no cue. */
const articles = new Set(['l', 'le', 'la', 'les', 'un', 'une', 'des', 'a', 'an', 'the'])
const firstWordOf = (text: string) => tokensOf(proseOf(text))[0] ?? ''

function endsAlone(key: string, others: Texts): boolean {
  const isClosed = (text: string) => /[.;!]$/.test(proseOf(text, { code: 'dropped' }))
  return others.every(({ text }) => isClosed(text) !== isClosed(key))
}

const negation = anyOf([
  "n(?:e |')(?:[\\p{L}'-]+ ){1,4}?(?:pas|jamais|aucune?)",
  'sauf',
  'excepte',
  "a l'exception",
  'not',
  'except',
  "[a-z]+n't",
])
const asksToChoose = anyOf(['(?:le|la|les|au|aux|du|des)?quel(?:le)?s?', 'which', 'what', "qu'est-ce"])
/** « … même si ce port n’est pas publié »: a negation in a condition is not in the question itself. */
const subordinate =
  /(?<!\p{L})(?:qui|que|qu'\p{L}+|dont|ou|si|s'ils?|quand|lorsque|who|that|if|when)(?: [\p{L}'-]+){0,3} $/u

/**
 * A negation in the question (« Laquelle n’est pas… ») is easily missed; in a fact (« pourquoi le pod ne démarre pas »)
 * it is fine.
 */
export function plainNegation({ type, stem }: QuestionBody): RuleResult {
  const sentences = paragraphsOf(withoutEmphasis(stem)).flatMap((paragraph) =>
    plainLetters(proseOf(paragraph, { code: 'dropped' })).split(/(?<=[.!?:])\s/),
  )
  const asked = type === 'true_false' ? sentences : sentences.filter((one) => /\?/.test(one) && asksToChoose.test(one))
  const word = asked.map(negationIn).find((found) => found !== null)
  return word ? { word } : null
}

/** A negation in bold, italics or capitals is visible enough. */
const withoutEmphasis = (markdown: string) =>
  markdown.replace(/(\*\*?|__?)(?=\S)[^*_]+\1/g, ' ').replace(/(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu, ' ')

function negationIn(sentence: string): string | null {
  const found = negation.exec(sentence)
  return found && !subordinate.test(sentence.slice(0, found.index)) ? found[0] : null
}
