import { certaintyOf, ticksOf } from '#core/exams/certainty.ts'
import { type MarkScale, toHundredths, toMark } from '#core/points.ts'
import type { OrderingCredit, QuestionType } from '#core/questions/question.ts'
import { answerKey, isTyped, type TypedRule, typedIn, typedOf } from '#core/questions/typed-answer.ts'
import { compare, rational, rationalText, zero } from '#core/rational.ts'
import type { Outcome, QuestionScore, Scale, ScoredChoice } from '#core/scoring/scale.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'
import { totalOf } from '#core/scoring/total.ts'

/**
 * (frozen copy, answers, rules) → mark. Each marking run stores its complete rules, so any mark can be computed again
 * from stored data, with the same result.
 */
export type Rules = {
  readonly scale: Scale
  readonly markRule: MarkScale
  readonly questions: Readonly<Record<string, RuledQuestion>>
  /** Marks in hundredths guaranteed by a correction that lowers nobody: attempt id → its minimum mark. */
  readonly kept?: Readonly<Record<string, number>>
  /** Hundredths of the mark, added by hand after everything else. */
  readonly adjustments?: Readonly<Record<string, Adjustment>>
  /** Copies that no longer count, with the reason; they have no mark. */
  readonly voided?: Readonly<Record<string, string>>
}

export type Adjustment = { readonly by: number; readonly reason: string; readonly byName: string }

export type RuledQuestion = {
  readonly type: QuestionType
  readonly points: number
  /** Replaces the scale of the exam. */
  readonly scale?: Scale
  readonly choices: readonly ScoredChoice[]
  /** Of an ordering: what earns a part of the points, when it is not its places. */
  readonly partial?: OrderingCredit
  /** Of an exact answer: how it is compared. */
  readonly typed?: TypedRule
  /** Other accepted keys: the answer is marked under each of them too, and the best mark counts. */
  readonly alsoAccepted?: readonly (readonly ScoredChoice[])[]
  /**
   * `full`: every student who was asked earns the points, blank or not. `removed`: worth nothing and left out of the
   * total.
   */
  readonly neutral?: 'full' | 'removed'
  /** Limits this rule to those who ticked the choice; the others keep `otherwise`. */
  readonly onlyIfTicked?: string
  readonly otherwise?: RuledQuestion
}

export type Copy = {
  readonly attemptId: string
  readonly questionIds: readonly string[]
  /** Ids of the ticked choices, then the certainty (certainty.ts). */
  readonly answers: ReadonlyMap<string, readonly string[]>
}

/** The stored result of marking one question. */
export type MarkedLine = {
  readonly questionId: string
  readonly earned: string
  /** Maximum points, in hundredths. */
  readonly points: number
  readonly outcome: Outcome
  readonly working: { readonly code: string; readonly values: Readonly<Record<string, number | string>> }
}
export type MarkedCopy = { mark: number; earned: string; maximum: string; detail: MarkedLine[] }

/** Equal answers are scored once per class, and once for all rules that share a question. */
export type ScoreCache = WeakMap<Scale, WeakMap<RuledQuestion, Map<string, Scored>>>
type Scored = { readonly score: QuestionScore; readonly line: MarkedLine }
export const newScoreCache = (): ScoreCache => new WeakMap()

export function markCopy(rules: Rules, copy: Copy, cache: ScoreCache = newScoreCache()): MarkedCopy {
  const scored = scoresOf(rules, copy, cache)
  const { earned, total } = totalOf(scored.map(({ score }) => score))
  // A copy whose questions were all removed has the lowest mark, never a missing one.
  const computed = toMark(earned, total, rules.markRule) ?? 0
  return {
    mark: adjusted(rules, copy.attemptId, computed),
    earned: rationalText(earned),
    maximum: rationalText(total),
    detail: scored.map(({ line }) => line),
  }
}

/** The lines without the total. Equal answers share one line object, which must not be modified. */
export const linesOf = (rules: Rules, copy: Copy, cache: ScoreCache): MarkedLine[] =>
  scoresOf(rules, copy, cache).map(({ line }) => line)

function scoresOf(rules: Rules, copy: Copy, cache: ScoreCache): Scored[] {
  return copy.questionIds.map((questionId) => {
    const question = rules.questions[questionId]
    if (!question) throw new Error(`question ${questionId} is not in the rules of this marking`)
    return scoredOnce(cache, { scale: rules.scale, question, questionId, ticked: copy.answers.get(questionId) ?? [] })
  })
}

/** Applies the guaranteed minimum, then the manual adjustment, within the bounds of the scale. */
function adjusted({ kept, adjustments, markRule }: Rules, attemptId: string, computed: number): number {
  const promised = Math.max(computed, kept?.[attemptId] ?? computed)
  const by = adjustments?.[attemptId]?.by ?? 0
  if (by === 0) return promised
  const [lowest, highest] = [Math.min(promised, markRule.floor ?? 0), Math.max(promised, markRule.outOf)]
  return Math.min(Math.max(promised + by, lowest), highest)
}

/** The rule for this answer: the last one, or an earlier one when a correction was limited to others. */
export function ruleFor(question: RuledQuestion, ticked: readonly string[]): RuledQuestion {
  const { onlyIfTicked, otherwise } = question
  if (onlyIfTicked === undefined || !otherwise || wasTicked(onlyIfTicked, question, ticked)) return question
  return ruleFor(otherwise, ticked)
}

/** What was typed is found again as it is compared. */
function wasTicked(id: string, { typed }: RuledQuestion, ticked: readonly string[]): boolean {
  if (!typed || !isTyped(id)) return ticked.includes(id)
  const said = typedOf(ticked)
  return said !== null && answerKey(said, typed) === answerKey(typedIn(id), typed)
}

type ScoredOnceInput = { scale: Scale; question: RuledQuestion; questionId: string; ticked: readonly string[] }

function scoredOnce(cache: ScoreCache, answered: ScoredOnceInput): Scored {
  const ofScale = cache.get(answered.scale) ?? new WeakMap<RuledQuestion, Map<string, Scored>>()
  cache.set(answered.scale, ofScale)
  const ofQuestion = ofScale.get(answered.question) ?? new Map<string, Scored>()
  ofScale.set(answered.question, ofQuestion)
  const { ticked } = answered
  const key = ticked.length < 2 ? (ticked[0] ?? '') : [...ticked].sort().join('\n')
  const known = ofQuestion.get(key)
  if (known) return known
  const scored = scoreOf(answered)
  ofQuestion.set(key, scored)
  return scored
}

function scoreOf({ scale, question, questionId, ticked: said }: ScoredOnceInput): Scored {
  const rule = ruleFor(question, said)
  const ticked = ticksOf(said)
  const keys = [rule.choices, ...(rule.alsoAccepted ?? [])]
  const scores = keys.map((choices) =>
    scoreQuestion({
      type: rule.type,
      points: rule.points,
      choices,
      ticked: ticked.length > 0 ? ticked : null,
      certainty: certaintyOf(said),
      scale: rule.scale ?? scale,
      partial: rule.partial,
      typed: rule.typed,
    }),
  )
  const best = scores.reduce((a, b) => (compare(b.earned, a.earned) > 0 ? b : a))
  const score = neutralised(rule, best)
  return {
    score,
    line: {
      questionId,
      earned: rationalText(score.earned),
      points: toHundredths(score.maximum),
      outcome: score.outcome,
      working: rule.neutral ? { code: `neutral_${rule.neutral}`, values: {} } : score.working,
    },
  }
}

function neutralised({ neutral, points }: RuledQuestion, score: QuestionScore): QuestionScore {
  if (neutral === 'full') return { ...score, earned: rational(points), maximum: rational(points), outcome: 'right' }
  return neutral === 'removed' ? { ...score, earned: zero, maximum: zero } : score
}
