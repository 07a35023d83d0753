import { DifferenceView } from '#web/questions/DifferenceView.tsx'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import type { OutlineDifference } from './use-outline-change.ts'

/** What somebody else changed in the outline while this one was being changed. */
export function Meanwhile({ difference }: { difference: OutlineDifference | null }) {
  const { t } = useText()
  if (difference === null) return null
  return (
    <Notice tone="warn" live="alert">
      <p>
        <strong>{t('courses.outline.meanwhile')}</strong> {t('courses.outline.meanwhileText')}
      </p>
      <DifferenceView
        lines={difference}
        label={t('courses.outline.difference')}
        removed={t('courses.outline.before')}
        added={t('courses.outline.now')}
      />
    </Notice>
  )
}
