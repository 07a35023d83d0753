import type { Reply } from '#contract/endpoint.ts'
import type { getJournal } from '#contract/grading/journal.ts'
import { useText } from '#web/text/text.tsx'

export type Journal = Reply<typeof getJournal>
export type JournalRow = Journal['entries'][number]

/** Describes an answer: « A C », « effacée », « B, certitude forte », « B, marquée ». */
export function useEntryText() {
  const { t } = useText()
  return ({ letters, certainty, flagged }: Pick<JournalRow, 'letters' | 'certainty' | 'flagged'>) =>
    [
      letters || t('grading.journal.cleared'),
      ...(certainty === null ? [] : [t('attempts.certainty.said', { degree: certainty })]),
      ...(flagged ? [t('grading.journal.flagged')] : []),
    ].join(', ')
}
