import { plainText } from '#contract/questions/plain-text.ts'
import { type Chance, chanceFrom } from '#core/seed.ts'

/** The properties of a choice, by name, that a reader without the key can observe. */
type Clues = ReadonlyMap<string, string>
export type Puzzle = readonly { readonly isRight: boolean; readonly clues: Clues }[]

type Choice = { id: string; text: Parameters<typeof plainText>[0] }
type Node = Record<string, unknown>

/**
 * Every list of choices in a reply, with the properties of each: ids, texts, orders and lengths, as values, ranks among
 * the other choices, and relative to the question. `isRight` recognises a right choice by its text.
 */
export function puzzlesIn(reply: unknown, isRight: (words: string) => boolean): Puzzle[] {
  const found: Puzzle[] = []
  const walk = (value: unknown, index: number) => {
    if (Array.isArray(value)) {
      for (const [at, inner] of value.entries()) walk(inner, at)
    } else if (isNode(value)) {
      const choices = value['choices']
      if (isChoices(choices)) {
        const { choices: _choices, ...question } = value
        found.push(puzzleOf(choices, { question, index, isRight: ({ text }) => isRight(plainText(text)) }))
      } else {
        for (const inner of Object.values(value)) walk(inner, 0)
      }
    }
  }
  walk(reply, 0)
  return found
}

type Around<T> = { question: Node; index: number; isRight: (choice: T) => boolean }

/** The properties of items one of which is right, in displayed order. */
export function puzzleOf<T>(shown: readonly T[], { question, index, isRight }: Around<T>): Puzzle {
  const facts = shown.map((one) => factsOf(one))
  const sizes = shown.map((one) => JSON.stringify(one).length)
  const beside = [...factsOf(question).map(([name, fact]) => [name, opening(fact)] as const), ['index', index % 12]]
  return shown.map((one, at) => {
    const clues = new Map([
      ['position', `${at}`],
      ['position from the end', `${shown.length - at}`],
      ['size', `${sizes[at]}`],
      ['rank of the size', `${rankOf(sizes, at)}`],
    ])
    for (const [name, fact] of facts[at] ?? []) {
      const others = facts.map((own) => own.find(([other]) => other === name)?.[1] ?? '')
      clues.set(name, fact)
      clues.set(`start of ${name}`, fact.slice(0, 1))
      clues.set(`${opening(name)} of ${name}`, opening(fact))
      clues.set(`end of ${name}`, fact.slice(-1))
      clues.set(`length of ${name}`, `${fact.length}`)
      clues.set(`rank of ${name}`, `${rankOf(others, at)}`)
      clues.set(
        `rank of the length of ${name}`,
        `${rankOf(
          others.map(({ length }) => length),
          at,
        )}`,
      )
      clues.set(`rank of ${name}, position`, `${rankOf(others, at)} ${at}`)
    }
    for (const [name, fact] of beside) clues.set(`position, ${name} of the question`, `${at} ${fact}`)
    return { isRight: isRight(one), clues }
  })
}

/** Every leaf of a value as text, by its path; a content tree counts as its text. */
function factsOf(value: unknown, path = 'it'): [string, string][] {
  if (Array.isArray(value)) return [[path, plainText(value)]]
  if (isNode(value)) return Object.entries(value).flatMap(([name, inner]) => factsOf(inner, `${path}.${name}`))
  return [[path, String(value)]]
}

const opening = (fact: string) => fact.slice(0, 2)
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
const isChoices = (value: unknown): value is Choice[] =>
  Array.isArray(value) && value.length > 1 && value.every((one) => isNode(one) && 'id' in one && 'text' in one)

/** The number of smaller values; equal values have the same rank. */
const rankOf = <T>(all: readonly T[], at: number) => all.filter((other) => other < (all[at] as T)).length

/**
 * For each property, learns from half of the questions with their key, guesses the other half, then swaps both halves.
 * A property leaks the key when it is right more often than chance by 5.5 standard deviations: once in fifty million
 * for a property without information.
 */
export function leaksIn(puzzles: readonly Puzzle[], seed: string): string[] {
  const chance = chanceFrom(seed)
  const names = new Set(puzzles.flatMap((puzzle) => puzzle.flatMap(({ clues }) => [...clues.keys()])))
  const luck = puzzles.map((puzzle) => puzzle.filter(({ isRight }) => isRight).length / puzzle.length)
  const expected = luck.reduce((sum, share) => sum + share, 0)
  const deviation = Math.sqrt(luck.reduce((sum, share) => sum + share * (1 - share), 0))
  return [...names].flatMap((name) => {
    const halves = [0, 1].map((half) => puzzles.filter((_, at) => at % 2 === half))
    const hits = guesses(halves, { name, chance }) + guesses(halves.toReversed(), { name, chance })
    return hits > expected + 5.5 * deviation ? [`${name}: ${hits} of ${puzzles.length}`] : []
  })
}

function guesses([learnt = [], asked = []]: Puzzle[][], { name, chance }: { name: string; chance: Chance }): number {
  const known = new Map<string, { right: number; all: number }>()
  for (const { isRight, clues } of learnt.flat()) {
    const value = clues.get(name) ?? ''
    const { right, all } = known.get(value) ?? { right: 0, all: 0 }
    known.set(value, { right: right + (isRight ? 1 : 0), all: all + 1 })
  }
  const worth = (clues: Clues) => {
    const { right, all } = known.get(clues.get(name) ?? '') ?? { right: 0, all: 0 }
    return (right + 1) / (all + 4)
  }
  return asked.filter((puzzle) => {
    const best = Math.max(...puzzle.map(({ clues }) => worth(clues)))
    const candidates = puzzle.filter(({ clues }) => worth(clues) === best)
    return candidates[chance(candidates.length)]?.isRight
  }).length
}
