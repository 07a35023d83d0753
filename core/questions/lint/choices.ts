/** Rules that compare the choices of a question: what lets a student guess the key. */

import type { Choice, Question } from '#core/questions/question.ts'
import { anyOf, plainLetters, proseOf, tokensOf } from './words.ts'

export type QuestionBody = Pick<Question, 'type' | 'stem' | 'choices'>
/** Null: no remark. */
export type RuleResult = Readonly<Record<string, string | number>> | null

const keysOf = ({ choices }: QuestionBody) => choices.filter(({ correct }) => correct)
const distractorsOf = ({ choices }: QuestionBody) => choices.filter(({ correct }) => !correct)
const lengthOf = ({ text }: Choice) => proseOf(text).length
const idsOf = (choices: readonly Choice[]) => choices.map(({ id }) => id.toUpperCase()).join(', ')

/** The key is a quarter longer than the others, and by enough to be noticed. */
export function longestChoiceIsKey(question: QuestionBody): RuleResult {
  const keys = keysOf(question)
  const distractors = distractorsOf(question)
  if (question.type === 'true_false' || keys.length === 0 || distractors.length === 0) return null
  const shortestKey = Math.min(...keys.map(lengthOf))
  const longestOther = Math.max(...distractors.map(lengthOf))
  const isSeen = shortestKey >= longestOther * 1.25 && shortestKey >= longestOther + 10
  return isSeen ? { choice: idsOf(keys), key: shortestKey, others: longestOther } : null
}

const absolutes = anyOf([
  'toujours',
  'jamais',
  'forcement',
  'systematiquement',
  'obligatoirement',
  'absolument',
  'exclusivement',
  'dans tous les cas',
  'en aucun cas',
  'sans exception',
  'always',
  'never',
  'absolutely',
  'invariably',
  'exclusively',
  'in all cases',
  'in no case',
  'without exception',
])
const absoluteIn = (markdown: string) => absolutes.exec(plainLetters(proseOf(markdown, { code: 'dropped' })))?.[0]

/** Absolute words (« toujours », « jamais ») in wrong choices only: they give the key away. */
export function absoluteWord(question: QuestionBody): RuleResult {
  if (question.type === 'true_false') {
    const word = absoluteIn(question.stem)
    const isTrue = keysOf(question).some(({ id }) => id === 'a')
    return word && !isTrue ? { word } : null
  }
  if (keysOf(question).some(({ text }) => absoluteIn(text))) return null
  const absolute = distractorsOf(question).filter(({ text }) => absoluteIn(text))
  const [first] = absolute
  return first ? { choice: idsOf(absolute), word: absoluteIn(first.text) as string } : null
}

const allOrNoneOf =
  /^(?:toutes (?:les|ces) (?:autres )?(?:reponses|propositions|affirmations)|aucune (?:de ces|des) (?:autres )?(?:reponses|propositions|affirmations)|all (?:of )?(?:the above|these|of them)|none (?:of )?(?:the above|these|of them)|les (?:deux|trois)$|(?:both )?[a-e] (?:et|and) [a-e]$)/

export function allOrNone(question: QuestionBody): RuleResult {
  const found = question.choices.filter(({ text }) => allOrNoneOf.test(plainLetters(proseOf(text))))
  return found.length > 0 ? { choice: idsOf(found) } : null
}

/** For single answers only: several choices of a multiple response may be right together. */
export function overlappingChoices({ type, choices }: QuestionBody): RuleResult {
  if (type !== 'single') return null
  for (const [rank, one] of choices.entries()) {
    const other = choices.slice(rank + 1).find((next) => contains(one, next) || contains(next, one) || meet(one, next))
    if (other) return { choice: idsOf([one, other]) }
  }
  return null
}

/** Compares words, not commands: `docker run` and `docker run -d` are two different answers. */
function contains(outer: Choice, inner: Choice): boolean {
  if (/`/.test(outer.text + inner.text)) return false
  const words = tokensOf(proseOf(inner.text))
  return words.length >= 3 && ` ${tokensOf(proseOf(outer.text)).join(' ')} `.includes(` ${words.join(' ')} `)
}

function meet(one: Choice, other: Choice): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)]
  return a !== null && b !== null && a.unit === b.unit && !/\d/.test(a.unit) && a.from < b.to && b.from < a.to
}

type Range = { from: number; to: number; unit: string }

/** Ranges such as « de 10 à 20 Mo », « plus de 5 »; ranges that only touch do not overlap. */
function rangeOf({ text }: Choice): Range | null {
  const words = plainLetters(proseOf(text)).replace(',', '.')
  const between = /^(?:de |entre |from |between )?(\d+(?:\.\d+)?) ?(?:a|et|to|and|-|–) ?(\d+(?:\.\d+)?)\b(.*)$/.exec(
    words,
  )
  if (between) return { from: Number(between[1]), to: Number(between[2]), unit: unitOf(between) }
  const beyond =
    /^(?:plus de|au moins|more than|at least|moins de|au plus|less than|at most) (\d+(?:\.\d+)?)\b(.*)$/.exec(words)
  if (!beyond) return null
  const end = Number(beyond[1])
  const isAbove = /^(?:plus de|au moins|more than|at least)/.test(words)
  return isAbove
    ? { from: end, to: Infinity, unit: unitOf(beyond) }
    : { from: -Infinity, to: end, unit: unitOf(beyond) }
}

const unitOf = (match: RegExpExecArray) => (match.at(-1) as string).trim().replace(/[.s]$/, '')
