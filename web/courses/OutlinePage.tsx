import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { exportCourseFiles, getOutline } from '#contract/courses/outline.ts'
import { noSection } from '#core/courses/outline.ts'
import { at } from '#web/addresses.ts'
import { addressOf, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { AssistantState } from './AssistantState.tsx'
import { CourseFileChoice } from './CourseFileChoice.tsx'
import { CourseTabs } from './CourseTabs.tsx'
import { LatestOutlineChanges } from './LatestOutlineChanges.tsx'
import { Meanwhile } from './Meanwhile.tsx'
import { OutlineDialogs } from './OutlineDialogs.tsx'
import { OutlineList } from './OutlineList.tsx'
import type { OutlineDialog } from './outline-dialog.ts'
import { type OutlineView, useOutlineChange } from './use-outline-change.ts'
import './outline.css'

/** The sessions of the course, their sections, what each covers, and how many questions it has. */
export default function OutlinePage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const outline = useQuery(query(getOutline, { params: { courseId } }))
  const [dialog, setDialog] = useState<OutlineDialog | null>(null)
  const counted = outline.data && figures(outline.data)
  return (
    <Page
      title={t('courses.outline.title')}
      lead={counted && counted.sessions > 0 ? t('courses.outline.lead', counted) : t('courses.outline.leadEmpty')}
      actions={
        outline.data && (
          <>
            <Button variant="primary" onClick={() => setDialog({ kind: 'session', session: null })}>
              <Icon name="plus" />
              {t('courses.outline.addSession')}
            </Button>
            <a
              className="button button--secondary"
              href={addressOf(exportCourseFiles, { params: { courseId } })}
              download
            >
              <Icon name="download" />
              {t('courses.outline.export')}
            </a>
          </>
        )
      }
    >
      <CourseTabs courseId={courseId} />
      <div className="stack">
        <AssistantState courseId={courseId} />
        <QueryView query={outline}>
          {(data) => <Ready courseId={courseId} outline={data} dialog={dialog} onDialog={setDialog} />}
        </QueryView>
      </div>
    </Page>
  )
}

type ReadyProps = {
  courseId: string
  outline: OutlineView
  dialog: OutlineDialog | null
  onDialog: (dialog: OutlineDialog | null) => void
}

function Ready({ courseId, outline, dialog, onDialog }: ReadyProps) {
  const { t } = useText()
  const changes = useOutlineChange(courseId, outline)
  const waiting = outline.waiting.exam + outline.waiting.practice
  return (
    <div className="stack">
      {outline.file && <CourseFileChoice courseId={courseId} outline={outline} onDone={changes.refresh} />}
      {dialog === null && (
        <>
          <Meanwhile difference={changes.meanwhile} />
          {changes.meanwhile === null && <Failed error={changes.error} />}
        </>
      )}
      {waiting > 0 && (
        <Notice
          tone="warn"
          actions={
            <LinkButton size="small" href={`${at.course(courseId).questions}?section=${noSection}`}>
              {t('courses.outline.waitingGo')}
            </LinkButton>
          }
        >
          <p>
            <strong>{t('courses.outline.waiting', { count: waiting })}</strong> {t('courses.outline.waitingText')}
          </p>
        </Notice>
      )}
      {outline.sessions.length === 0 ? (
        <EmptyState
          title={t('courses.outline.emptyTitle')}
          actions={
            <Button variant="primary" onClick={() => onDialog({ kind: 'session', session: null })}>
              <Icon name="plus" />
              {t('courses.outline.addSession')}
            </Button>
          }
        >
          {t('courses.outline.emptyText')}
        </EmptyState>
      ) : (
        <>
          <OutlineList courseId={courseId} outline={outline} changes={changes} onDialog={onDialog} />
          <div className="actions">
            <Button variant="quiet" onClick={() => onDialog({ kind: 'empty' })}>
              {t('courses.outline.empty')}
            </Button>
          </div>
        </>
      )}
      <LatestOutlineChanges changes={outline.changes} onUndo={changes.undo} isBusy={changes.isBusy} />
      <OutlineDialogs
        courseId={courseId}
        outline={outline}
        changes={changes}
        dialog={dialog}
        onClose={() => {
          changes.reset()
          onDialog(null)
        }}
      />
    </div>
  )
}

function figures({ sessions }: OutlineView) {
  const sections = sessions.flatMap((session) => session.sections)
  return {
    sessions: sessions.length,
    sections: sections.length,
    questions: sections.reduce((sum, { exam, practice }) => sum + exam + practice, 0),
    bare: sections.filter(({ exam }) => exam === 0).length,
  }
}
