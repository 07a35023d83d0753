import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { exportArchive } from '#contract/exports/archives.ts'
import { type ExportProfile, exportFinalSheet, exportResults } from '#contract/exports/exports.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { leavesOut } from '#core/exports/tool-profiles.ts'
import { at } from '#web/addresses.ts'
import { addressOf } from '#web/api.ts'
import { LmsLink } from '#web/auth/LmsLink.tsx'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import type { CourseFiles, FiledExam } from './file-rows.ts'

type Props = { courseId: string; files: CourseFiles; exam: FiledExam | undefined }

const registrar = ['apogee', 'scodoc', 'xlsx_fr'] as const
const platforms = ['moodle', 'canvas'] as const

/** The three things people come to this page for, each one click away, with what its file leaves out. */
export function FileGestures({ courseId, files, exam }: Props) {
  const { t } = useText()
  const source = sourceOf(courseId, files, exam)
  return (
    <section className="gestures" aria-label={t('exports.gesture.title')}>
      {source && (
        <>
          <Gesture
            title={t('exports.gesture.registrar')}
            source={source}
            profiles={registrar}
            more={
              <LinkButton size="small" href={at.course(courseId).fillFile}>
                <Icon name="edit" />
                {t('exports.fill.go')}
              </LinkButton>
            }
          >
            {source.isDraft && (
              <>
                {t('exports.gesture.notFinal')}{' '}
                <Link href={at.course(courseId).finalSheet}>{t('exports.gesture.toSheet')}</Link>
              </>
            )}
          </Gesture>
          <Gesture
            title={t('exports.gesture.moodle')}
            source={source}
            profiles={platforms}
            more={<LmsLink to="marks" href={marksSentOf(courseId, source)} size="small" />}
          >
            {source.without === null
              ? t('exports.gesture.leftOut')
              : source.without > 0 &&
                leavesOut('moodle') &&
                `Moodle. ${t('exports.leftOut', { count: source.without })}`}
          </Gesture>
        </>
      )}
      {files.exams.length > 0 && <Archives courseId={courseId} exams={files.exams} />}
    </section>
  )
}

/** Each exam of the course that is over, whole. */
function Archives({ courseId, exams }: { courseId: string; exams: readonly FiledExam[] }) {
  const { t } = useText()
  const over = exams.filter(({ status }) => isExamOver(status))
  return (
    <div className="gesture">
      <h2>{t('exports.gesture.archive')}</h2>
      <p className="small muted">{t('exports.gesture.archiveNote')}</p>
      <div className="gesture__acts">
        {over.map(({ id, title }) => (
          <a
            key={id}
            className="button button--secondary button--small"
            href={addressOf(exportArchive, { params: { courseId, examId: id } })}
            download
          >
            <Icon name="download" />
            {title}
            <span className="vh">, {t('exports.table.zip')}</span>
          </a>
        ))}
      </div>
      {over.length < exams.length && <p className="small">{t('exports.gesture.archiveLater')}</p>}
    </div>
  )
}

type Source = NonNullable<ReturnType<typeof sourceOf>>

type GestureProps = {
  title: string
  source: Source
  profiles: readonly ExportProfile[]
  more?: ReactNode
  children: ReactNode
}

function Gesture({ title, source, profiles, more, children }: GestureProps) {
  const { t } = useText()
  return (
    <div className="gesture">
      <h2>{title}</h2>
      <p className="small muted">{t(`exports.gesture.${source.kind}`, { title: source.title, count: source.count })}</p>
      <div className="gesture__acts">
        {profiles.map((profile) => (
          <a
            key={profile}
            className="button button--secondary button--small"
            href={source.hrefOf(profile)}
            download
            title={t(`exports.profile.${profile}.note`)}
          >
            <Icon name="download" />
            {profile === 'xlsx_fr' ? t('exports.table.excel') : t(`exports.profile.${profile}.name`)}
            <span className="vh">, {source.title}</span>
          </a>
        ))}
        {more}
      </div>
      {children && <p className="small">{children}</p>}
    </div>
  )
}

const marksSentOf = (courseId: string, { examId }: Source) =>
  examId === null ? at.course(courseId).finalMarksSent : at.course(courseId).exam(examId).marksSent

/** The final sheet once the course has rules for it, else the marks of the exam. */
function sourceOf(courseId: string, { finalSheet }: CourseFiles, exam: FiledExam | undefined) {
  if (finalSheet) {
    return {
      kind: 'sheet' as const,
      examId: null,
      title: finalSheet.title,
      count: finalSheet.studentCount,
      isDraft: !finalSheet.isFinal,
      without: finalSheet.withoutGradeCount,
      hrefOf: (profile: ExportProfile) => addressOf(exportFinalSheet, { params: { courseId }, query: { profile } }),
    }
  }
  if (!exam) return null
  return {
    kind: 'marks' as const,
    examId: exam.id,
    title: exam.title,
    count: exam.markCount,
    isDraft: false,
    without: null,
    hrefOf: (profile: ExportProfile) =>
      addressOf(exportResults, { params: { courseId, examId: exam.id }, query: { profile } }),
  }
}
