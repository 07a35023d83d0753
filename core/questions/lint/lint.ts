/**
 * Item-writing flaws, after the rules of Haladyna & Rodriguez (2013): one code per remark, with its data. A remark that
 * the author explained in the file (`allow`) is counted apart, not hidden.
 */

import { faultsOf } from '#core/questions/faults.ts'
import { partsOf } from '#core/questions/parts.ts'
import type { Question } from '#core/questions/question.ts'
import { namesQuestion } from './allowed-pairs.ts'
import {
  absoluteWord,
  allOrNone,
  longestChoiceIsKey,
  overlappingChoices,
  type QuestionBody,
  type RuleResult,
} from './choices.ts'
import { type LintCode, type LintSeverity, severityOf } from './codes.ts'
import { grammaticalCue, plainNegation } from './cues.ts'
import { duplicatesIn } from './duplicates.ts'
import { possibleEnemies } from './enemies.ts'
import { type KeyBalance, type KeyCount, keyBalanceOf, keyCountsOf } from './keys.ts'
import { alphabeticalOrder, noSpareAnswer, shadowedAnswer } from './parts.ts'
import { bareQuote, type CourseWords, noCourse, unknownQuote } from './quote.ts'
import { longStem, missingImage, noAlternativeText, noExplanation, readingExceedsTime, wideCode } from './reading.ts'
import { fullMarkUnreachable } from './weights.ts'

export type LintFinding = {
  readonly questionId: string
  readonly code: LintCode
  readonly severity: LintSeverity
  /** The choice, the word or the other question concerned. */
  readonly data: Readonly<Record<string, string | number>>
  /** The author's reason to keep it; null: to fix. */
  readonly allowed: string | null
}

export type LintReport = {
  readonly findings: readonly LintFinding[]
  readonly keyBalance: KeyBalance
  readonly keyCounts: KeyCount[]
}

/** Lints a whole bank, or the questions of one paper; `course`: its words, when it has a text. */
export function lintQuestions(questions: readonly Question[], course: CourseWords = noCourse): LintReport {
  const byId = new Map(questions.map((question) => [question.id, question]))
  const again = duplicatesIn(questions).map(({ id, otherId, percent, isSame }) =>
    findingOn(byId.get(id) as Question, isSame ? 'duplicate_question' : 'near_duplicate', { other: otherId, percent }),
  )
  const pairs = possibleEnemies(questions).map(({ id, otherId, words }): LintFinding => {
    const finding = findingOn(byId.get(id) as Question, 'possible_enemy', { other: otherId, words })
    return { ...finding, allowed: reasonFor(byId.get(id), otherId) ?? reasonFor(byId.get(otherId), id) }
  })
  return {
    findings: [...questions.flatMap((question) => lintQuestion(question, course)), ...again, ...pairs],
    keyBalance: keyBalanceOf(questions),
    keyCounts: keyCountsOf(questions),
  }
}

/** Why two questions may be drawn together: a reason that names the other, so that it does not hold for a third. */
function reasonFor(question: Question | undefined, otherId: string): string | null {
  const reason = question?.allow?.possible_enemy ?? ''
  return namesQuestion(reason, otherId) ? reason : null
}

/** The remarks on one question alone, as the editor shows them while typing. */
export function lintQuestion(question: Question, course: CourseWords = noCourse): LintFinding[] {
  const faults = faultsOf(question).map((code) => findingOn(question, code, {}))
  const remarks = Object.entries(rules).flatMap(([code, rule]) => {
    const data = rule(question, course)
    return data === null ? [] : [findingOn(question, code as LintCode, data)]
  })
  return [...faults, ...remarks]
}

type Rule = (question: Question, course: CourseWords) => RuleResult

/**
 * A rule that compares choices reads each gap of a cloze as a single choice; the items of an ordering or a matching, and
 * what is typed, are no choices against one another.
 */
const ofChoices =
  (rule: (question: QuestionBody) => RuleResult): Rule =>
  (question) => {
    const { type, choices } = question
    if (type === 'ordering' || type === 'matching' || type === 'exact_answer') return null
    if (type !== 'cloze') return rule(question)
    const gaps = partsOf(choices).map((gap) => rule({ type: 'single', stem: '', choices: gap.choices }))
    return gaps.find((found) => found !== null) ?? null
  }

const rules = {
  longest_choice_is_key: ofChoices(longestChoiceIsKey),
  grammatical_cue: ofChoices(grammaticalCue),
  absolute_word: ofChoices(absoluteWord),
  plain_negation: plainNegation,
  all_or_none: ofChoices(allOrNone),
  overlapping_choices: overlappingChoices,
  alphabetical_order: alphabeticalOrder,
  no_spare_answer: noSpareAnswer,
  shadowed_answer: shadowedAnswer,
  no_explanation: noExplanation,
  no_alternative_text: noAlternativeText,
  reading_exceeds_time: readingExceedsTime,
  missing_image: missingImage,
  full_mark_unreachable: fullMarkUnreachable,
  long_stem: longStem,
  wide_code: wideCode,
  bare_quote: bareQuote,
  unknown_quote: unknownQuote,
} satisfies Partial<Record<LintCode, Rule>>

function findingOn(question: Question, code: LintCode, data: LintFinding['data']): LintFinding {
  const severity = severityOf(code)
  // An error cannot be allowed: the question cannot be asked with it.
  const allowed = severity === 'error' ? null : (question.allow?.[code] ?? null)
  return { questionId: question.id, code, severity, data, allowed }
}
