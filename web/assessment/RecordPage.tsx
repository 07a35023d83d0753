import { useQuery } from '@tanstack/react-query'
import { getFinalisation } from '#contract/assessment/finalisation.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { RecordView } from './RecordView.tsx'
import './record.css'

/** The « procès-verbal »: a finalised sheet for print, with its rules, its signatures and its hash. */
export default function RecordPage() {
  const { t } = useText()
  const { courseId, number } = usePathIds('courseId', 'number')
  const record = useQuery(query(getFinalisation, { params: { courseId, number } }))
  return (
    <Page
      title={t('assessment.record.title')}
      tabTitle={t('assessment.final.recordOf', { number })}
      crumbs={[
        { label: t('assessment.title'), href: at.course(courseId).finalSheet },
        { label: t('assessment.final.recordOf', { number }) },
      ]}
      actions={record.data && <PrintButton variant="primary" />}
    >
      <QueryView query={record}>{(data) => <RecordView record={data} />}</QueryView>
    </Page>
  )
}
