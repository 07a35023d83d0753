/** What the grammar of a question gives away to somebody who does not know the answer. */
import { type Asked, type Remark } from './lint-choices.ts'
import { anyOf, plainLetters, proseOf, tokensOf } from './lint-words.ts'

/** Of a single answer: the one choice that fits the stem, or does not look like the others. */
export function grammaticalCue(question: Asked): Remark {
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

/** « … appelle l’ » asks for a vowel, « … is a » for a consonant. */
function fitsAlone(stem: string, key: string, others: Texts): boolean {
  const ending = /(?:^|[\s'])([ldn]'|an|a|le|la|de|du)[\s…:._]*$/.exec(plainLetters(proseOf(stem)))?.[1]
  if (ending === undefined) return false
  const wantsVowel = ending === 'an' || ending.endsWith("'")
  return isVowel(key) === wantsVowel && others.every(({ text }) => isVowel(text) !== wantsVowel)
}

/** Every distractor begins with the same word, the key with another one. */
function startsAlone(key: string, others: Texts): boolean {
  const starts = new Set(others.map(({ text }) => tokensOf(proseOf(text))[0]))
  return others.length > 2 && starts.size === 1 && !starts.has(tokensOf(proseOf(key))[0])
}

function endsAlone(key: string, others: Texts): boolean {
  const isClosed = (text: string) => /[.;!]$/.test(proseOf(text, { code: 'dropped' }))
  return others.every(({ text }) => isClosed(text) !== isClosed(key))
}

const negations = anyOf([
  "n(?:e |')(?:[\\p{L}'-]+ ){1,4}?(?:pas|jamais|aucune?)",
  'sauf',
  'excepte',
  "a l'exception",
  'not',
  'except',
  "[a-z]+n't",
])
const asksToChoose = anyOf(['(?:le|la|les|au|aux|du|des)?quel(?:le)?s?', 'which', 'what', 'que', "qu'est-ce"])

/** « Laquelle n’est pas… » read too fast is answered backwards; « pourquoi le pod ne démarre pas » is a fact. */
export function plainNegation({ type, stem }: Asked): Remark {
  // What is bold, italic or in capitals has been seen.
  const plain = stem.replace(/(\*\*?|__?)(?=\S)[^*_]+\1/g, ' ').replace(/(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu, ' ')
  const words = plainLetters(proseOf(plain, { code: 'dropped' }))
  const asked = type === 'true_false' ? words : (words.split(/(?<=[.!?])\s/).findLast((one) => one.includes('?')) ?? words)
  const negation = negations.exec(asked)?.[0]
  return negation && (type === 'true_false' || asksToChoose.test(asked)) ? { word: negation } : null
}
