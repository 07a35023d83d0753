/** Every lint remark on a question. The sentences (why it matters, how to fix it) are in web/text. */
export const lintCodes = [
  // errors: the question cannot be asked as it is
  'no_key',
  'several_keys',
  'too_few_choices',
  'duplicate_choice',
  'true_false_choices',
  'importance_misplaced',
  'gaps_misplaced',
  'answer_unreadable',
  'duplicate_question',
  // warnings: the question gives its key away, or is unclear
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
  'bare_quote',
  'unknown_quote',
  'possible_enemy',
  'wide_code',
  'alphabetical_order',
  'no_spare_answer',
  'shadowed_answer',
  // notes: worth a check
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
