import { useQuery } from '@tanstack/react-query'
import type { Reply } from '#contract/endpoint.ts'
import { getCorrectionRecord } from '#contract/grading/corrections.ts'
import { at, type ExamAddresses } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useText } from '#web/text/text.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { PrintButton } from '#web/ui/PrintButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Table } from '#web/ui/Table.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { useCorrectionText } from './use-correction-text.ts'
import './correction.css'

type RecordView = Reply<typeof getCorrectionRecord>

/**
 * « Procès-verbal de correction »: the author, the date, the reason, and every mark before and after. For print and
 * signature.
 */
export default function CorrectionRecordPage() {
  const { courseId, examId, number } = usePathIds('courseId', 'examId', 'number')
  const record = useQuery(query(getCorrectionRecord, { params: { courseId, examId, number: number as never } }))
  return (
    <QueryView query={record}>{(data) => <Ready record={data} inExam={at.course(courseId).exam(examId)} />}</QueryView>
  )
}

function Ready({ record, inExam }: { record: RecordView; inExam: ExamAddresses }) {
  const { t, mark, points, dateTime } = useText()
  const { changeText, policyText, ruledText } = useCorrectionText()
  const { correction, rows } = record
  const { outlook, question } = correction
  const written = (value: number | null) => (value === null ? '–' : mark(value))
  const at = dateTime(record.createdAt, record.timeZone)
  return (
    <Page
      title={t('grading.record.title')}
      tabTitle={t('grading.record.tab', { number: record.number, exam: record.examTitle })}
      lead={t('grading.record.lead', { exam: record.examTitle, course: record.courseTitle, number: record.number })}
      crumbs={[
        { label: record.examTitle, href: inExam.page },
        { label: t('grading.correction.title'), href: inExam.corrections },
      ]}
      actions={
        <>
          <PrintButton />
          {record.isCurrent && (
            <LinkButton href={`${inExam.corrections}?correction=${record.number - 1}`}>
              {t('grading.correction.undo')}
            </LinkButton>
          )}
        </>
      }
    >
      <div className="stack correction-record">
        <Facts
          facts={[
            [t('grading.record.decision'), changeText(correction)],
            ...(question
              ? [
                  [t('grading.record.question'), question.opening] as const,
                  [t('grading.record.keyBefore'), ruledText(question.before)] as const,
                  [t('grading.record.keyAfter'), ruledText(question.after)] as const,
                ]
              : []),
            [t('grading.record.policy'), policyText(correction)],
            [t('grading.record.reason'), record.reason],
            [t('grading.record.by'), t('grading.correction.by_at', { name: record.byName, at })],
            [
              t('grading.record.effect'),
              t('grading.record.outlook', {
                ...outlook,
                before: written(outlook.meanBefore),
                after: written(outlook.meanAfter),
                outOf: points(record.outOf),
              }),
            ],
            [t('grading.record.code'), record.code],
          ]}
        />
        <Table
          caption={t('grading.record.marks')}
          note={t('grading.record.marksNote', { outOf: points(record.outOf) })}
          rows={rows}
          rowKey={({ attemptId }) => attemptId}
          columns={[
            {
              id: 'student',
              header: t('grading.correction.student'),
              rowHeader: true,
              cell: (row) => <PersonLink {...row} />,
            },
            { id: 'number', header: t('grading.record.number'), cell: ({ number }) => number },
            { id: 'before', header: t('grading.correction.was'), align: 'end', cell: ({ before }) => written(before) },
            { id: 'after', header: t('grading.correction.becomes'), align: 'end', cell: ({ after }) => written(after) },
            {
              id: 'shift',
              header: t('grading.correction.shift'),
              align: 'end',
              cell: ({ before, after }) =>
                before === null || after === null || before === after
                  ? '·'
                  : `${after > before ? '+' : ''}${mark(after - before).replace('-', '−')}`,
            },
          ]}
        />
        <div className="correction-record__signature print-only">
          <p>{t('grading.record.signature', { name: record.byName })}</p>
          <p>{t('grading.record.seal', { code: record.code })}</p>
        </div>
      </div>
    </Page>
  )
}
