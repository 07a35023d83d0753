import { useState } from 'react'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { useFilters } from './use-filters.ts'

/** Actions on the whole bank, one by one: the page puts those without room in a menu. */
export function useBankActions(courseId: string) {
  const { t } = useText()
  const [isExporting, setExporting] = useState(false)
  const [filters] = useFilters()
  const inCourse = at.course(courseId)
  const section = filters.section ? `?section=${filters.section}` : ''
  return (
    <>
      <LinkButton variant="primary" href={`${inCourse.newQuestion}${section}`}>
        <Icon name="plus" />
        {t('questions.edit.newTitle')}
      </LinkButton>
      <LinkButton href={inCourse.importQuestions}>
        <Icon name="upload" />
        {t('questions.import.short')}
      </LinkButton>
      <Button onClick={() => setExporting(true)}>
        <Icon name="download" />
        {t('common.export')}
      </Button>
      <LinkButton href={`${inCourse.booklet}${section}`}>
        <Icon name="print" />
        {t('exams.booklet.short')}
      </LinkButton>
      <ExportDialog courseId={courseId} open={isExporting} onClose={() => setExporting(false)} filters={filters} />
    </>
  )
}
