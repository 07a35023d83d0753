import { useQuery } from '@tanstack/react-query'
import type { Reply } from '#contract/endpoint.ts'
import { listExportProfiles } from '#contract/exports/export-profiles.ts'
import {
  type ExportProfile,
  exportAnswers,
  exportAttendance,
  exportFinalSheet,
  exportJournal,
  exportPoints,
  exportProfiles,
  exportResults,
  exportRubric,
  exportSections,
  exportStatistics,
  exportStudentSections,
  listFiles,
  tableProfiles,
} from '#contract/exports/exports.ts'
import { isExamOver } from '#core/exams/exam.ts'
import type { FileKind } from '#core/exports/file-layout.ts'
import { isToolProfile } from '#core/exports/tool-profiles.ts'
import { at } from '#web/addresses.ts'
import { addressOf, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { ArchiveLine } from './ArchiveLine.tsx'
import './exports.css'

type Files = Reply<typeof listFiles>

/** Every file that can be downloaded from a course, with its contents and formats. */
export default function FilesPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const files = useQuery(query(listFiles, { params: { courseId } }))
  return (
    <Page
      title={t('exports.title')}
      lead={t('exports.lead')}
      actions={
        <LinkButton href={at.course(courseId).profiles}>
          <Icon name="edit" />
          {t('exports.profiles.manage')}
        </LinkButton>
      }
    >
      <QueryView
        query={files}
        isEmpty={({ exams, finalSheet, projects }) =>
          exams.length === 0 && finalSheet === null && projects.length === 0
        }
        empty={
          <EmptyState
            title={t('exports.emptyTitle')}
            actions={
              <LinkButton variant="primary" href={at.course(courseId).exams}>
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
            <ExamFiles courseId={courseId} exams={data.exams} />
            <CourseFiles courseId={courseId} projects={data.projects} />
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
          kind="final_sheet"
          title={finalSheet.title}
          note={t('exports.students', { count: finalSheet.studentCount })}
          profiles={exportProfiles}
          hrefOf={(profile) =>
            addressOf(exportFinalSheet, { params: { courseId }, query: { profile: profile as ExportProfile } })
          }
        />
      </ul>
    </section>
  )
}

const ofExam = [
  { id: 'points', endpoint: exportPoints },
  { id: 'answers', endpoint: exportAnswers },
  { id: 'attendance', endpoint: exportAttendance },
  { id: 'statistics', endpoint: exportStatistics },
  { id: 'sections', endpoint: exportSections },
  { id: 'student_sections', endpoint: exportStudentSections },
] as const

/** Those that need at least one mark. */
const ofMarks: readonly FileKind[] = ['statistics', 'sections', 'student_sections']

function ExamFiles({ courseId, exams }: { courseId: string; exams: Files['exams'] }) {
  const { t, shortDate } = useText()
  if (exams.length === 0) return null
  return (
    <section aria-labelledby="resultats">
      <div className="section-head">
        <h2 id="resultats">{t('exports.results')}</h2>
        <p>{t('exports.resultsText')}</p>
      </div>
      {exams.map(({ id, title, status, closedAt, timeZone, markCount }) => (
        <div key={id}>
          <h3 className="files__of">
            {title}{' '}
            <span className="small muted">
              {closedAt ? t('exports.closedOn', { date: shortDate(closedAt, timeZone) }) : t('exports.running')}
            </span>
          </h3>
          <ul className="files">
            <FileLine
              kind="results"
              title={t('exports.file.results')}
              of={title}
              note={t('exports.marks', { count: markCount })}
              profiles={exportProfiles}
              hrefOf={(profile) =>
                addressOf(exportResults, {
                  params: { courseId, examId: id },
                  query: { profile: profile as ExportProfile },
                })
              }
            />
            {ofExam
              .filter((file) => markCount > 0 || !ofMarks.includes(file.id))
              .map((file) => (
                <FileLine
                  key={file.id}
                  kind={file.id}
                  title={t(`exports.file.${file.id}`)}
                  of={title}
                  note={t(`exports.file.${file.id}Note`)}
                  profiles={tableProfiles}
                  hrefOf={(profile) =>
                    addressOf(file.endpoint, {
                      params: { courseId, examId: id },
                      query: { profile: profile as ExportProfile },
                    })
                  }
                />
              ))}
            {isExamOver(status) && <ArchiveLine courseId={courseId} examId={id} title={title} />}
          </ul>
        </div>
      ))}
    </section>
  )
}

function CourseFiles({ courseId, projects }: { courseId: string; projects: Files['projects'] }) {
  const { t } = useText()
  return (
    <section aria-labelledby="cours">
      <div className="section-head">
        <h2 id="cours">{t('exports.course')}</h2>
      </div>
      <ul className="files">
        {projects.map(({ id, title, teamCount }) => (
          <FileLine
            key={id}
            kind="rubric"
            title={t('exports.file.rubric')}
            of={title}
            note={t('exports.file.rubricNote', { title, count: teamCount })}
            profiles={tableProfiles}
            hrefOf={(profile) =>
              addressOf(exportRubric, {
                params: { courseId, projectId: id },
                query: { profile: profile as ExportProfile },
              })
            }
          />
        ))}
        <FileLine
          kind="journal"
          title={t('exports.file.journal')}
          note={t('exports.file.journalNote')}
          profiles={tableProfiles}
          hrefOf={(profile) =>
            addressOf(exportJournal, { params: { courseId }, query: { profile: profile as ExportProfile } })
          }
        />
      </ul>
    </section>
  )
}

type LineProps<P extends ExportProfile> = {
  kind: FileKind
  title: string
  /** The student or project of the file, when the title does not name it. */
  of?: string
  note: string
  profiles: readonly P[]
  /** The download URL for a format, or for an export profile by its id. */
  hrefOf: (profile: string) => string
}

/** Plain links with `download`, so that the browser stays on the page and uses the file's own name. */
function FileLine<P extends ExportProfile>({ kind, title, of, note, profiles, hrefOf }: LineProps<P>) {
  const { t } = useText()
  const nameOf = (profile: P) => t(`exports.profile.${profile}.name`)
  const said = of === undefined ? title : `${title}, ${of}`
  const { courseId } = usePathIds('courseId')
  const kept = useQuery(query(listExportProfiles, { params: { courseId } }))
  const own = (kept.data?.profiles ?? []).filter((profile) => profile.kind === kind)
  return (
    <li className="file">
      <Icon name="file" />
      <p>
        <strong>{title}</strong>
        <span className="small muted"> {note}</span>
      </p>
      <div className="file__formats">
        {profiles
          .filter((profile) => !isToolProfile(profile))
          .map((profile) => (
            <a key={profile} className="button button--secondary button--small" href={hrefOf(profile)} download>
              <Icon name="download" />
              <span className="vh">{t('exports.download', { profile: nameOf(profile), title: said })}</span>
              <span aria-hidden="true">{nameOf(profile)}</span>
            </a>
          ))}
        {(profiles.some(isToolProfile) || own.length > 0) && (
          <Menu
            summaryClass="button button--secondary button--small"
            label={
              <>
                {t('exports.others')}
                <span className="vh">, {said}</span>
              </>
            }
          >
            {profiles.filter(isToolProfile).map((profile) => (
              <a key={profile} className="menu__item" href={hrefOf(profile)} download>
                <Icon name="file" />
                <span>
                  {nameOf(profile)}
                  <small>{t(`exports.profile.${profile}.note`)}</small>
                </span>
              </a>
            ))}
            {own.map(({ id, name }) => (
              <a key={id} className="menu__item" href={hrefOf(id)} download>
                <Icon name="file" />
                <span>
                  {name}
                  <small>{t('exports.profiles.ownNote')}</small>
                </span>
              </a>
            ))}
          </Menu>
        )}
      </div>
    </li>
  )
}
