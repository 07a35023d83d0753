/**
 * A reproducible random generator from the text of a seed.
 *
 * The text is hashed to 128 bits by MurmurHash3 x86_128 (Austin Appleby, public domain) over its UTF-16 code units, two
 * bytes each, little-endian; the four words are the state of xoroshiro128+. Not for secrets: only for papers that can
 * be drawn again.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

type Words = [number, number, number, number]

/** A random integer from 0 to `below` − 1, uniformly. */
export type Chance = (below: number) => number

export function chanceFrom(seed: string): Chance {
  const generator = xoroshiro128plusFromState(hash128(seed))
  return (below) => uniformInt(generator, 0, below - 1)
}

/** A uniform random permutation (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = chance(last + 1)
    const moved = order[last] as T
    order[last] = order[other] as T
    order[other] = moved
  }
  return order
}

type InBlocks<T> = {
  /** Items with the same name stay together; an item without one stands alone. */
  readonly blockOf: (item: T) => string | null
  readonly seed: string
}

/**
 * A uniform random permutation of blocks, then of the items inside each; without blocks it is `shuffled`. Each block has
 * its own generator, so that its order does not depend on the others.
 */
export function shuffledInBlocks<T>(items: readonly T[], { blockOf, seed }: InBlocks<T>): T[] {
  const blocks = shuffled(blocksOf(items, blockOf), chanceFrom(seed))
  return blocks.flatMap((block) => {
    const [first] = block
    return block.length > 1 ? shuffled(block, chanceFrom(`${seed}/${blockOf(first as T)}`)) : block
  })
}

/** The items in their order, those of one block after its first. */
export const inBlocks = <T>(items: readonly T[], blockOf: (item: T) => string | null): T[] =>
  blocksOf(items, blockOf).flat()

function blocksOf<T>(items: readonly T[], blockOf: (item: T) => string | null): T[][] {
  const blocks: T[][] = []
  const named = new Map<string, T[]>()
  for (const item of items) {
    const name = blockOf(item)
    const known = name === null ? undefined : named.get(name)
    if (known) known.push(item)
    else {
      const block = [item]
      blocks.push(block)
      if (name !== null) named.set(name, block)
    }
  }
  return blocks
}

const multipliers: Words = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93]
const bodyRotations: Words = [15, 16, 17, 18]
const mixRotations: Words = [19, 17, 15, 13]
const additions: Words = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17]

/** Four 32-bit words, signed as the generator expects them; never all zero, a state it could not leave. */
export function hash128(text: string): Words {
  const state: Words = [0, 0, 0, 0]
  const blocks = Math.floor(text.length / 8)
  for (let block = 0; block < blocks; block += 1) {
    for (let lane = 0; lane < 4; lane += 1) absorbBlock(state, lane, wordAt(text, block * 8 + lane * 2))
  }
  for (let lane = 3; lane >= 0; lane -= 1) {
    state[lane] = at(state, lane) ^ scrambled(wordAt(text, blocks * 8 + lane * 2), lane)
  }
  return finished(state, text.length * 2)
}

function absorbBlock(state: Words, lane: number, word: number): void {
  const mixed = rotated(at(state, lane) ^ scrambled(word, lane), at(mixRotations, lane))
  state[lane] = (Math.imul(mixed + at(state, (lane + 1) % 4), 5) + at(additions, lane)) | 0
}

function scrambled(word: number, lane: number): number {
  return Math.imul(
    rotated(Math.imul(word, at(multipliers, lane)), at(bodyRotations, lane)),
    at(multipliers, (lane + 1) % 4),
  )
}

function finished(state: Words, byteCount: number): Words {
  const mixed = gathered(gathered(state.map((word) => word ^ byteCount)).map(avalanche))
  return mixed.every((word) => word === 0) ? [1, 0, 0, 0] : (mixed as Words)
}

/** The first word becomes the sum of all, and is then added to the three others. */
function gathered(words: readonly number[]): number[] {
  const sum = words.reduce((total, word) => (total + word) | 0, 0)
  return words.map((word, lane) => (lane === 0 ? sum : (word + sum) | 0))
}

function avalanche(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

function wordAt(text: string, index: number): number {
  return unitAt(text, index) | (unitAt(text, index + 1) << 16)
}

/** Zero past the end. */
function unitAt(text: string, index: number): number {
  return index < text.length ? text.charCodeAt(index) : 0
}

function rotated(word: number, count: number): number {
  return (word << count) | (word >>> (32 - count))
}

function at(words: readonly number[], lane: number): number {
  return words[lane] as number
}
