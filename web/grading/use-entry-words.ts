import type { Reply } from '#contract/endpoint.ts'
import type { getJournal } from '#contract/journal.ts'
import { useText } from '#web/text/text.tsx'

export type Journal = Reply<typeof getJournal>
export type JournalEntry = Journal['entries'][number]

/** « A C », « effacée », « B, marquée ». */
export function useEntryWords() {
  const { t } = useText()
  return ({ letters, flagged }: Pick<JournalEntry, 'letters' | 'flagged'>) =>
    [letters || t('grading.journal.cleared'), ...(flagged ? [t('grading.journal.flagged')] : [])].join(', ')
}
