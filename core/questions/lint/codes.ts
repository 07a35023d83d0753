/** Every remark on how a question is written. The sentences (why it matters, how to mend it) are in web/text. */
export const lintCodes = [
  // errors: it cannot be asked as it is
  'no_key',
  'several_keys',
  'too_few_choices',
  'duplicate_choice',
  'true_false_choices',
  'importance_misplaced',
  'duplicate_question',
  // warnings: it says more, or less, than it should
  'longest_choice_is_key',
  'grammatical_cue',
  'absolute_word',
  'plain_negation',
  'all_or_none',
  'overlapping_choices',
  'near_duplicate',
  'no_explanation',
  'no_alternative_text',
  'reading_exceeds_time',
  'missing_image',
  'full_mark_unreachable',
  // notes: worth a second look
  'long_stem',
] as const
export type LintCode = (typeof lintCodes)[number]

export const lintSeverities = ['error', 'warning', 'note'] as const
export type LintSeverity = (typeof lintSeverities)[number]

export function severityOf(code: LintCode): LintSeverity {
  const rank = lintCodes.indexOf(code)
  if (rank < lintCodes.indexOf('longest_choice_is_key')) return 'error'
  return rank < lintCodes.indexOf('long_stem') ? 'warning' : 'note'
}
