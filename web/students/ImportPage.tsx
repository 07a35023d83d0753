import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { importStudents, previewImport, undoImport } from '#contract/students/roster-import.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Page } from '#web/ui/Page.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ImportPreview } from './ImportPreview.tsx'
import { LatestImports } from './LatestImports.tsx'
import { type Roster, RosterForm } from './RosterForm.tsx'
import type { RosterPreview, RosterReading } from './roster-preview.ts'
import { useRefreshClass } from './use-class.ts'
import './students.css'

/** Imports a class list: read, previewed row by row, then written; nothing before the last button. */
export default function ImportPage() {
  const { t, has } = useText()
  const { courseId, role } = useCourse()
  const say = useToast()
  const refresh = useRefreshClass()
  const [, navigate] = useLocation()
  const [roster, setRoster] = useState<Roster | null>(null)
  const [reading, setReading] = useState<RosterReading>({})
  const params = { courseId }
  const inCourse = at.course(courseId)

  // Keeps the last preview displayed while another is loading, so that the field which requested it keeps focus.
  const [shown, setShown] = useState<RosterPreview>()
  const preview = useMutation({
    ...mutation(previewImport),
    onSuccess: setShown,
    onError: () => setShown(undefined),
  })
  const undo = useMutation({
    ...mutation(undoImport),
    onSuccess: () => say({ text: t('students.import.undone') }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const write = useMutation({
    ...mutation(importStudents),
    onSuccess: ({ importId, added, changed }) => {
      refresh()
      say({
        text: t('students.import.done', { added, changed }),
        undo: () => undo.mutate({ params: { ...params, importId } }),
      })
      navigate(inCourse.students)
    },
    onError: (error) => {
      // The class changed since the preview: preview again.
      if (error instanceof Refusal && error.code === 'preview_outdated' && roster) read(roster, reading)
    },
  })
  const read = (next: Roster, how: RosterReading) => {
    setRoster(next)
    setReading(how)
    preview.mutate({ params, body: { ...next, ...how } })
  }
  const isBarred = role !== null && !isAtLeast(role, 'trainer')
  return (
    <Page
      title={t('students.import.title')}
      lead={t('students.import.lead')}
      crumbs={[{ label: t('students.title'), href: inCourse.students }, { label: t('students.import.title') }]}
    >
      <div className="stack">
        <RosterForm
          busy={preview.isPending}
          reason={isBarred ? t('students.trainersOnly') : undefined}
          error={preview.error && fileSentence(preview.error, { t, has })}
          onRead={(next) => {
            write.reset()
            setShown(undefined)
            read(next, {})
          }}
        />
        <Failed error={write.error} />
        {shown && roster && (
          <ImportPreview
            preview={shown}
            reading={reading}
            busy={write.isPending || preview.isPending}
            onRead={(how) => read(roster, how)}
            onImport={() => write.mutate({ params, body: { ...roster, ...reading, fingerprint: shown.fingerprint } })}
          />
        )}
        <LatestImports courseId={courseId} onUndo={(importId) => undo.mutate({ params: { ...params, importId } })} />
      </div>
    </Page>
  )
}

/** The sentence of the error, with the server's detail when it gives one. */
function fileSentence(error: Error, { t, has }: Pick<ReturnType<typeof useText>, 't' | 'has'>): string {
  if (!(error instanceof Refusal) || error.code !== 'unreadable_file') return sentenceOf(error, { t, has })
  const { reason, line } = (error.details ?? {}) as { reason?: string; line?: number }
  if (reason === 'spreadsheet') return t('students.import.spreadsheet')
  if (reason === 'quote') return t('students.import.quote', { line: line ?? 0 })
  return sentenceOf(error, { t, has })
}
