import { useQuery } from '@tanstack/react-query'
import { listFiles } from '#contract/exports/exports.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { useAddress } from '#web/ui/use-address.ts'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { FileGestures } from './FileGestures.tsx'
import { FilesTable } from './FilesTable.tsx'
import type { CourseFiles } from './file-rows.ts'
import './exports.css'

/** The three things people come for, then every file of a course: one row per kind of data, one column per program. */
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
        {(data) => <Ready courseId={courseId} files={data} />}
      </QueryView>
    </Page>
  )
}

function Ready({ courseId, files }: { courseId: string; files: CourseFiles }) {
  const [read, write] = useAddress()
  // The last exam with marks is the one whose files are wanted.
  const first = files.exams.find(({ markCount }) => markCount > 1) ?? files.exams[0]
  const exam = files.exams.find(({ id }) => id === read('examen')) ?? first
  return (
    <div className="stack">
      <FileGestures courseId={courseId} files={files} exam={exam} />
      <FilesTable courseId={courseId} files={files} exam={exam} onExam={(id) => write({ examen: id })} />
    </div>
  )
}
