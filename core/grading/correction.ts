import { canonicalJson } from '#core/canonical-json.ts'
import { certaintyOf } from '#core/exams/certainty.ts'
import { isParted, partsOf } from '#core/questions/parts.ts'
import { cleanTyped, isReadable, isTyped, typedIn } from '#core/questions/typed-answer.ts'
import { Refusal } from '#core/refusal.ts'
import { faultsOfScale } from '#core/scoring/faults.ts'
import { scaleFitsType } from '#core/scoring/fits-type.ts'
import type { Scale, ScoredChoice } from '#core/scoring/scale.ts'
import { type Copy, type MarkedCopy, markCopy, newScoreCache, type RuledQuestion, type Rules } from './marking.ts'

/** A correction that a trainer may make once copies are marked. */
export type Change =
  /** The key was wrong: these choices, and only these, are right. */
  | { readonly kind: 'key'; readonly questionId: string; readonly choiceIds: readonly string[] }
  /**
   * Another answer is right too. On a single choice, and in a gap or an item, these choices are added to the key; to an
   * exact answer, what was typed is (`=…`). On a multiple response and on an ordering they form a second key: each answer
   * is marked under both and keeps the better mark.
   */
  | { readonly kind: 'accept_also'; readonly questionId: string; readonly choiceIds: readonly string[] }
  | { readonly kind: 'neutralise'; readonly questionId: string; readonly how: 'full' | 'removed' }
  /** A gap or an item that counts for nobody: the others share the points. An ordering is neutralised whole. */
  | { readonly kind: 'neutralise_part'; readonly questionId: string; readonly part: string }
  /** Hundredths. */
  | { readonly kind: 'points'; readonly questionId: string; readonly points: number }
  /** The scale of the exam; a question with its own scale keeps it. */
  | { readonly kind: 'scale'; readonly scale: Scale }
  | { readonly kind: 'question_scale'; readonly questionId: string; readonly scale: Scale }
  | { readonly kind: 'void'; readonly attemptId: string }
  /** Hundredths of the mark, added to what the copy earned; 0 takes an earlier adjustment back. */
  | { readonly kind: 'adjust'; readonly attemptId: string; readonly by: number }
  /** The rules of an earlier run: how a correction is undone. */
  | { readonly kind: 'restore'; readonly runNumber: number }

export type Policy =
  | { readonly kind: 'full' }
  /** No existing mark is lowered. */
  | { readonly kind: 'never_lower' }
  /**
   * The change applies to those who ticked this choice; other marks do not change. Only for changes of one question.
   */
  | { readonly kind: 'only_ticked'; readonly choiceId: string }

/** Why a change cannot be made, in `details.reason` of `correction_impossible`. */
export type CorrectionFault =
  | 'unknown_question'
  | 'unknown_choice'
  | 'unknown_copy'
  | 'unknown_run'
  | 'no_right_choice'
  | 'one_right_choice'
  | 'scale_unusable'
  | 'scale_unfit'
  | 'ordering_is_whole'
  | 'certainty_not_asked'
  | 'policy_needs_question'
  | 'nothing_changes'
  | 'nothing_left'

const refuse = (reason: CorrectionFault, more: object = {}) => new Refusal('correction_impossible', { reason, ...more })

type Known = { readonly by: { readonly name: string; readonly reason: string }; readonly restored?: Rules | undefined }

/** The rules after the change, before any mark is computed: `never_lower` is applied by `consequencesOf`. */
export function correct(rules: Rules, { change, policy }: { change: Change; policy: Policy }, known: Known): Rules {
  if (policy.kind === 'only_ticked' && !('questionId' in change)) throw refuse('policy_needs_question')
  switch (change.kind) {
    case 'key':
    case 'accept_also':
    case 'neutralise':
    case 'neutralise_part':
    case 'points':
      return withQuestion(rules, change, policy)
    case 'question_scale':
      requireScale(change.scale, [rules.questions[change.questionId]])
      return withQuestion(rules, change, policy)
    case 'scale':
      requireScale(
        change.scale,
        Object.values(rules.questions).filter((question) => !question.scale),
      )
      return { ...rules, scale: change.scale }
    case 'void':
      return { ...rules, voided: { ...rules.voided, [change.attemptId]: known.by.reason } }
    case 'adjust': {
      const { [change.attemptId]: _former, ...others } = rules.adjustments ?? {}
      const own = { by: change.by, reason: known.by.reason, byName: known.by.name }
      return { ...rules, adjustments: change.by === 0 ? others : { ...others, [change.attemptId]: own } }
    }
    case 'restore':
      if (!known.restored) throw refuse('unknown_run')
      return known.restored
  }
}

function requireScale(scale: Scale, concerned: readonly (RuledQuestion | undefined)[]) {
  const faults = faultsOfScale(scale)
  if (faults.length > 0) throw refuse('scale_unusable', { faults })
  if (concerned.some((question) => question && !scaleFitsType(scale, question.type))) throw refuse('scale_unfit')
}

type QuestionChange = Extract<Change, { questionId: string }>

function withQuestion(rules: Rules, change: QuestionChange, policy: Policy): Rules {
  const former = rules.questions[change.questionId]
  if (!former) throw refuse('unknown_question')
  const next = corrected(former, change)
  return { ...rules, questions: { ...rules.questions, [change.questionId]: limited(next, former, policy) } }
}

function limited(next: RuledQuestion, former: RuledQuestion, policy: Policy): RuledQuestion {
  if (policy.kind !== 'only_ticked') return next
  const isTypable = former.type === 'exact_answer' && isTyped(policy.choiceId)
  if (!isTypable && !former.choices.some(({ id }) => id === policy.choiceId)) throw refuse('unknown_choice')
  return { ...next, onlyIfTicked: policy.choiceId, otherwise: former }
}

/** A new key replaces the whole rule: earlier accepted answers, neutralisation and limits to some students end. */
function corrected(former: RuledQuestion, change: QuestionChange): RuledQuestion {
  const { type, points, scale, partial, typed } = former
  if (change.kind === 'key') {
    const kept = { ...(scale ? { scale } : {}), ...(partial ? { partial } : {}), ...(typed ? { typed } : {}) }
    return { type, points, ...kept, choices: keyed(former, change.choiceIds) }
  }
  // An earlier correction limited to some students still applies, so the change is made on both branches.
  const next = { ...former, ...changedPart(former, change) }
  return former.otherwise ? { ...next, otherwise: corrected(former.otherwise, change) } : next
}

function changedPart(former: RuledQuestion, change: Exclude<QuestionChange, { kind: 'key' }>): Partial<RuledQuestion> {
  switch (change.kind) {
    case 'accept_also': {
      if (former.type === 'multiple' || former.type === 'ordering') {
        return { alsoAccepted: [...(former.alsoAccepted ?? []), keyed(former, change.choiceIds)] }
      }
      const right = former.choices.filter(({ correct }) => correct).map(({ id }) => id)
      return { choices: keyed(former, [...right, ...change.choiceIds], 'several') }
    }
    case 'neutralise':
      return { neutral: change.how }
    case 'neutralise_part':
      return { choices: withoutPart(former, change.part) }
    case 'points':
      return { points: change.points }
    case 'question_scale':
      return { scale: change.scale }
  }
}

/** A part without a right choice counts for nobody (core/scoring/parted.ts). */
function withoutPart({ type, choices }: RuledQuestion, part: string): ScoredChoice[] {
  if (type === 'ordering') throw refuse('ordering_is_whole')
  if (!isParted(type) || !choices.some((choice) => choice.part === part)) throw refuse('unknown_choice')
  return choices.map((choice) => (choice.part === part ? { ...choice, correct: false } : choice))
}

/** Weights and importance marks are dropped when they no longer match the new key. */
function keyed(rule: RuledQuestion, right: readonly string[], mode: 'exact' | 'several' = 'exact'): ScoredChoice[] {
  const choices = [...rule.choices, ...right.flatMap((id) => newlyTyped(rule, id))]
  const unknown = right.find((id) => !choices.some((choice) => choice.id === id))
  if (unknown !== undefined) throw refuse('unknown_choice', { choiceId: unknown })
  if (right.length === 0) throw refuse('no_right_choice')
  const next = choices.map(({ id, part, option, text }) => ({
    id,
    correct: right.includes(id),
    ...(part === undefined ? {} : { part, option }),
    ...(text === undefined ? {} : { text }),
  }))
  if (mode === 'exact') requireOneRight(rule.type, next)
  return next
}

/** An exact answer may have several right ones; any other single choice has one, and each part has one. */
function requireOneRight(type: RuledQuestion['type'], choices: readonly ScoredChoice[]) {
  if (type === 'multiple' || type === 'exact_answer') return
  const counts = partsOf(choices).map((part) => part.choices.filter(({ correct }) => correct).length)
  if (counts.some((count) => count > 1)) throw refuse('one_right_choice')
  if (counts.some((count) => count === 0)) throw refuse('no_right_choice')
}

/** What a student typed, as an answer of its own: its id says its words. */
function newlyTyped({ type, typed, choices }: RuledQuestion, id: string): ScoredChoice[] {
  if (type !== 'exact_answer' || !isTyped(id) || choices.some((choice) => choice.id === id)) return []
  const text = cleanTyped(typedIn(id))
  return text !== null && typed && isReadable(text, typed) ? [{ id, text, correct: true }] : []
}

/** A marked copy, with its mark in the current run; null when that run voided it. */
export type KnownCopy = Copy & { readonly before: number | null }

export type Consequence = {
  readonly attemptId: string
  readonly before: number | null
  readonly after: number | null
  /** The mark under the change alone, before the policy is applied. */
  readonly computed: number | null
}

export type Consequences = {
  readonly rules: Rules
  readonly rows: readonly Consequence[]
  /** The marks as the new run stores them; a voided copy has none. */
  readonly marks: ReadonlyMap<string, MarkedCopy>
  /** Number of copies whose total is now zero. */
  readonly worthNothing: number
}

type ConsequencesInput = {
  readonly rules: Rules
  readonly change: Change
  readonly policy: Policy
  readonly copies: readonly KnownCopy[]
}

/** All effects of a correction, computed before it is recorded; recording writes exactly this. */
export function consequencesOf({ rules, change, policy, copies }: ConsequencesInput, known: Known): Consequences {
  if ('attemptId' in change && !copies.some(({ attemptId }) => attemptId === change.attemptId)) {
    throw refuse('unknown_copy')
  }
  requireCertainty({ rules, change, copies })
  const cache = newScoreCache()
  const changed = correct(rules, { change, policy }, known)
  const computed = markAll(changed, copies, cache)
  const next = policy.kind === 'never_lower' ? keeping(changed, copies, computed) : changed
  const marks = next === changed ? computed : markAll(next, copies, cache)
  return {
    rules: next,
    marks,
    rows: copies.map(({ attemptId, before }) => ({
      attemptId,
      before,
      after: marks.get(attemptId)?.mark ?? null,
      computed: computed.get(attemptId)?.mark ?? null,
    })),
    worthNothing: [...marks.values()].filter(({ maximum }) => maximum === '0').length,
  }
}

/** A scale by certainty needs certainties: a question that somebody answered must have some. */
function requireCertainty({ rules, change, copies }: Omit<ConsequencesInput, 'policy'>) {
  if (!('scale' in change) || change.scale.kind !== 'certainty') return
  const concerned = Object.keys(rules.questions).filter((id) =>
    change.kind === 'scale' ? !rules.questions[id]?.scale : id === change.questionId,
  )
  const isUnasked = concerned.some((id) => {
    const answers = copies.flatMap((copy) => copy.answers.get(id) ?? [])
    return answers.length > 0 && certaintyOf(answers) === null
  })
  if (isUnasked) throw refuse('certainty_not_asked')
}

/** Refuses a correction that changes nothing, or leaves nothing to earn. */
export function requireUseful({ rules, worthNothing }: Consequences, former: Rules) {
  if (worthNothing > 0) throw refuse('nothing_left', { copies: worthNothing })
  if (canonicalJson(rules) === canonicalJson(former)) throw refuse('nothing_changes')
}

function markAll(rules: Rules, copies: readonly Copy[], cache: ReturnType<typeof newScoreCache>) {
  const counted = copies.filter(({ attemptId }) => rules.voided?.[attemptId] === undefined)
  return new Map(counted.map((copy) => [copy.attemptId, markCopy(rules, copy, cache)]))
}

/** The known marks to keep, without the adjustment that the trainer adds on top. */
function keeping(rules: Rules, copies: readonly KnownCopy[], computed: ReadonlyMap<string, MarkedCopy>): Rules {
  const kept: Record<string, number> = { ...rules.kept }
  for (const { attemptId, before } of copies) {
    const after = computed.get(attemptId)
    if (before === null || !after || after.mark >= before) continue
    kept[attemptId] = before - (rules.adjustments?.[attemptId]?.by ?? 0)
  }
  return { ...rules, kept }
}

export type Outlook = {
  readonly copies: number
  readonly gain: number
  readonly lose: number
  /** Number of marks that would have been lowered and were kept. */
  readonly kept: number
  readonly crossUp: number
  readonly crossDown: number
  /** Hundredths, not rounded; null without a mark. */
  readonly meanBefore: number | null
  readonly meanAfter: number | null
}

/** Summary of a correction, for the page and for the record. A voided copy is neither a gain nor a loss. */
export function outlookOf(rows: readonly Consequence[], pass: number): Outlook {
  const moved = rows.flatMap(({ before, after, computed }) =>
    before === null || after === null || computed === null ? [] : [{ before, after, computed }],
  )
  const count = (holds: (row: (typeof moved)[number]) => boolean) => moved.filter(holds).length
  return {
    copies: rows.length,
    gain: count(({ before, after }) => after > before),
    lose: count(({ before, after }) => after < before),
    kept: count(({ before, after, computed }) => computed < before && after >= before),
    crossUp: count(({ before, after }) => before < pass && after >= pass),
    crossDown: count(({ before, after }) => before >= pass && after < pass),
    meanBefore: mean(rows.flatMap(({ before }) => before ?? [])),
    meanAfter: mean(rows.flatMap(({ after }) => after ?? [])),
  }
}

const mean = (marks: readonly number[]): number | null =>
  marks.length === 0 ? null : marks.reduce((a, b) => a + b, 0) / marks.length
