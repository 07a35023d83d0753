/**
 * An exam proposed from what the bank has: as many questions as wanted, spread over the sections in proportion to their
 * questions, of mixed difficulty, with a duration from their expected times.
 */
import { type Difficulty, difficulties } from '#core/questions/question.ts'

/** The exam questions of one section: of each difficulty, their expected times in seconds. Practice is left out. */
export type SectionSupply = {
  readonly section: string
  readonly seconds: Readonly<Record<Difficulty, readonly number[]>>
}
export type ProposedLine = { readonly count: number; readonly section: string; readonly difficulty: Difficulty }
export type Uncovered = { readonly section: string; readonly why: 'no_question' | 'too_few_asked' }
export type ExamProposal = {
  readonly lines: readonly ProposedLine[]
  readonly asked: number
  readonly byDifficulty: Readonly<Record<Difficulty, number>>
  /** The sum of the expected times of the longest copy these lines can draw. */
  readonly longestSeconds: number
  readonly minutes: number
  readonly uncovered: readonly Uncovered[]
}

/** What an exam asks when nobody says otherwise. */
export const usualCount = 20
/** As many as a draft may ask (contract/exams/exam-draft.ts). */
const mostCount = 200
const mostMinutes = 600
const stepMinutes = 5
/** Time to read the instructions and to read one's copy again: an eighth of the expected times. */
const margin = 1 / 8

/** The wanted share of each difficulty. */
const mix: Readonly<Record<Difficulty, number>> = { easy: 0.4, medium: 0.4, hard: 0.2 }

/** One question of each section at least, within what the bank has and a draft may ask. */
export function suggestedCount(supply: readonly SectionSupply[]): number {
  const able = supply.filter((section) => sizeOf(section) > 0).length
  const total = supply.reduce((sum, section) => sum + sizeOf(section), 0)
  return Math.min(mostCount, total, Math.max(usualCount, able))
}

export function proposeExam({ supply, count }: { supply: readonly SectionSupply[]; count: number }): ExamProposal {
  const shares = sharesOf(supply, count)
  const byDifficulty: Record<Difficulty, number> = { easy: 0, medium: 0, hard: 0 }
  const lines = supply.flatMap(({ section, seconds }, place) => {
    const taken: Record<Difficulty, number> = { easy: 0, medium: 0, hard: 0 }
    for (let given = 0; given < (shares[place] as number); given += 1) {
      const next = mostMissing(byDifficulty, (one) => taken[one] < seconds[one].length)
      taken[next] += 1
      byDifficulty[next] += 1
    }
    return difficulties.flatMap((difficulty) =>
      taken[difficulty] === 0 ? [] : [{ section, difficulty, count: taken[difficulty] }],
    )
  })
  const longestSeconds = lines.reduce((sum, line) => sum + longestOf(supply, line), 0)
  return {
    lines,
    asked: lines.reduce((sum, line) => sum + line.count, 0),
    byDifficulty,
    longestSeconds,
    minutes: minutesFor(longestSeconds),
    uncovered: supply.flatMap((section, place) => {
      if ((shares[place] as number) > 0) return []
      return [{ section: section.section, why: sizeOf(section) === 0 ? 'no_question' : 'too_few_asked' }]
    }),
  }
}

/** Expected times plus the margin, rounded up to five minutes; at most what a draft may last. */
export function minutesFor(seconds: number): number {
  const steps = Math.ceil((seconds * (1 + margin)) / (stepMinutes * 60))
  return Math.min(mostMinutes, Math.max(1, steps) * stepMinutes)
}

const sizeOf = ({ seconds }: SectionSupply) => difficulties.reduce((sum, one) => sum + seconds[one].length, 0)

/**
 * Questions per section: one each first, the others to the section with the lowest number of questions asked per
 * question held (Sainte-Laguë's divisors, which never favour a smaller section).
 */
function sharesOf(supply: readonly SectionSupply[], count: number): number[] {
  const sizes = supply.map(sizeOf)
  const able = sizes.flatMap((size, place) => (size > 0 ? [place] : []))
  const shares = sizes.map(() => 0)
  if (count < able.length) {
    // Too few for all: evenly spaced sections, so that the end of the course is asked like its beginning.
    for (let rank = 0; rank < count; rank += 1)
      shares[able[Math.floor(((rank + 0.5) * able.length) / count)] as number] = 1
    return shares
  }
  for (const place of able) shares[place] = 1
  for (let given = able.length; given < count; given += 1) {
    const quotient = (place: number) => (sizes[place] as number) / (2 * (shares[place] as number) + 1)
    const open = able.filter((place) => (shares[place] as number) < (sizes[place] as number))
    if (open.length === 0) break
    const next = open.reduce((best, place) => (quotient(place) > quotient(best) ? place : best))
    shares[next] = (shares[next] as number) + 1
  }
  return shares
}

/** The difficulty furthest below its share, among those the section still has. */
function mostMissing(got: Readonly<Record<Difficulty, number>>, has: (one: Difficulty) => boolean): Difficulty {
  const total = difficulties.reduce((sum, one) => sum + got[one], 0)
  const lack = (one: Difficulty) => mix[one] * (total + 1) - got[one]
  return difficulties.filter(has).reduce((best, one) => (lack(one) > lack(best) + 1e-9 ? one : best))
}

function longestOf(supply: readonly SectionSupply[], { section, difficulty, count }: ProposedLine): number {
  const held = supply.find((one) => one.section === section)?.seconds[difficulty] ?? []
  return held
    .toSorted((one, other) => other - one)
    .slice(0, count)
    .reduce((sum, one) => sum + one, 0)
}
