import { useQuery } from '@tanstack/react-query'
import { useParams } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { exportFinalSheet, exportProfiles, exportResults, listFiles } from '#contract/exports.ts'
import { addressOf, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import './exports.css'

type Files = Reply<typeof listFiles>
type Profile = (typeof exportProfiles)[number]

/** Everything that can be taken away from a course, with what is inside and in which form. */
export default function FilesPage() {
  const { t } = useText()
  const { courseId = '' } = useParams()
  const files = useQuery(query(listFiles, { params: { courseId } }))
  return (
    <Page title={t('exports.title')} lead={t('exports.lead')}>
      <QueryView
        query={files}
        isEmpty={({ exams, finalSheet }) => exams.length === 0 && finalSheet === null}
        empty={
          <EmptyState
            title={t('exports.emptyTitle')}
            actions={
              <LinkButton variant="primary" href={`/cours/${courseId}/examens`}>
                {t('exports.toExams')}
              </LinkButton>
            }
          >
            {t('exports.emptyText')}
          </EmptyState>
        }
      >
        {(data) => (
          <div className="stack">
            <FinalSheetFiles courseId={courseId} finalSheet={data.finalSheet} />
            <ResultFiles courseId={courseId} exams={data.exams} />
          </div>
        )}
      </QueryView>
    </Page>
  )
}

function FinalSheetFiles({ courseId, finalSheet }: { courseId: string; finalSheet: Files['finalSheet'] }) {
  const { t } = useText()
  if (!finalSheet) return null
  return (
    <section aria-labelledby="feuille">
      <div className="section-head">
        <h2 id="feuille">{t('exports.final')}</h2>
        <p>{t('exports.finalText')}</p>
      </div>
      <ul className="files">
        <FileLine
          title={finalSheet.title}
          note={t('exports.students', { count: finalSheet.studentCount })}
          hrefOf={(profile) => addressOf(exportFinalSheet, { params: { courseId }, query: { profile } })}
        />
      </ul>
    </section>
  )
}

function ResultFiles({ courseId, exams }: { courseId: string; exams: Files['exams'] }) {
  const { t, shortDate } = useText()
  if (exams.length === 0) return null
  return (
    <section aria-labelledby="resultats">
      <div className="section-head">
        <h2 id="resultats">{t('exports.results')}</h2>
        <p>{t('exports.resultsText')}</p>
      </div>
      <ul className="files">
        {exams.map(({ id, title, closedAt, timeZone, markCount }) => (
          <FileLine
            key={id}
            title={title}
            note={[
              closedAt ? t('exports.closedOn', { date: shortDate(closedAt, timeZone) }) : t('exports.running'),
              t('exports.marks', { count: markCount }),
            ].join(', ')}
            hrefOf={(profile) => addressOf(exportResults, { params: { courseId, examId: id }, query: { profile } })}
          />
        ))}
      </ul>
    </section>
  )
}

type LineProps = { title: string; note: string; hrefOf: (profile: Profile) => string }

/** A plain link with `download`: the browser keeps the page, and the file its name. */
function FileLine({ title, note, hrefOf }: LineProps) {
  const { t } = useText()
  const words = {
    excel_fr: { name: t('exports.excel'), note: t('exports.excelNote') },
    rfc4180: { name: t('exports.rfc'), note: t('exports.rfcNote') },
  }
  return (
    <li className="file">
      <Icon name="file" />
      <p>
        <strong>{title}</strong>
        <span className="small muted"> {note}</span>
      </p>
      <div className="file__formats">
        {exportProfiles.map((profile) => (
          <a key={profile} className="button button--secondary button--small" href={hrefOf(profile)} download>
            <Icon name="download" />
            <span className="vh">{t('exports.download', { profile: words[profile].name, title })}</span>
            <span aria-hidden="true">{words[profile].name}</span>
          </a>
        ))}
      </div>
    </li>
  )
}
