import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { importStudents, previewImport, undoImport } from '#contract/students/roster-import.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { call, mutation } from '#web/api.ts'
import { LmsLink } from '#web/auth/LmsLink.tsx'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Page } from '#web/ui/Page.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { keepColumns, keptColumns } from './column-choices.ts'
import { ImportPreview } from './ImportPreview.tsx'
import { LatestImports } from './LatestImports.tsx'
import type { OnMend } from './PreviewTable.tsx'
import { RosterForm } from './RosterForm.tsx'
import {
  bodyOf,
  followMends,
  type KeptMend,
  lineKey,
  type PreviewedRoster,
  type RosterPreview,
} from './roster-preview.ts'
import { useRefreshClass } from './use-class.ts'
import './students.css'

/**
 * Imports a class list: previewed as it is pasted, mended cell by cell, then written; nothing before the last button, and
 * then exactly what is on the screen.
 */
export default function ImportPage() {
  const { t, has } = useText()
  const { courseId, role } = useCourse()
  const say = useToast()
  const refresh = useRefreshClass()
  const [, navigate] = useLocation()
  const params = { courseId }
  const inCourse = at.course(courseId)

  // Keeps the last preview displayed while another is loading, so that the field which requested it keeps focus.
  const [shown, setShown] = useState<{ preview: RosterPreview; of: PreviewedRoster } | null>(null)
  /** What the person sees in the form; the preview on the screen may be of what it held before. */
  const wanted = useRef<PreviewedRoster | null>(null)
  const [isStale, setStale] = useState(false)
  /** What was asked last: two choices made before the preview of the first came both count. */
  const [asked, setAsked] = useState<PreviewedRoster | null>(null)
  const preview = useMutation({
    mutationKey: [previewImport.path],
    mutationFn: (of: PreviewedRoster) => call(previewImport, { params, body: bodyOf(of) }),
    onSuccess: (reply, of) => {
      if (of !== wanted.current) return
      const next = followed(of, reply)
      if (next) return read(next)
      setShown({ preview: reply, of })
      setStale(false)
    },
    onError: (_error, of) => {
      if (of === wanted.current) setShown(null)
    },
  })
  const read = (next: PreviewedRoster) => {
    wanted.current = next
    setAsked(next)
    setStale(true)
    preview.mutate(next)
  }
  /** An edited list is read again, then as it was chosen and mended before, where that still holds. */
  const kept = useRef<KeptMend[]>([])
  const followed = (of: PreviewedRoster, reply: RosterPreview): PreviewedRoster | null => {
    const columns = of.reading.columns === undefined ? keptColumns(courseId, reply) : null
    if (columns) return { ...of, reading: { ...of.reading, ...columns } }
    const mends = of.mends.length === 0 ? followMends(kept.current, reply.lines) : []
    return mends.length > 0 ? { ...of, mends } : null
  }
  const undo = useMutation({
    ...mutation(undoImport),
    onSuccess: () => say({ text: t('students.import.undone') }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const write = useMutation({
    ...mutation(importStudents),
    onSuccess: ({ importId, added, changed, unreadExtraTimeIds }) => {
      refresh()
      say({
        text: t('students.import.done', { added, changed }),
        undo: () => undo.mutate({ params: { ...params, importId } }),
      })
      navigate(inCourse.studentsToComplete(...unreadExtraTimeIds))
    },
    onError: (error) => {
      // The class changed since the preview: preview again.
      if (error instanceof Refusal && error.code === 'preview_outdated' && shown) read(shown.of)
    },
  })
  const mend: OnMend = (line, field, text) => {
    if (!asked) return
    const former = asked.mends.filter((each) => each.line !== line.line || each.field !== field)
    const own = asked.mends.find((each) => each.line === line.line)
    const mends = [...former, { line: line.line, field, text, of: own?.of ?? lineKey(line) }]
    kept.current = mends
    read({ ...asked, mends })
  }
  const reason = role !== null && !isAtLeast(role, 'trainer') ? t('students.trainersOnly') : undefined
  return (
    <Page
      title={t('students.import.title')}
      lead={t('students.import.lead')}
      crumbs={[{ label: t('students.title'), href: inCourse.students }, { label: t('students.import.title') }]}
      actions={<LmsLink to="members" href={inCourse.lmsMembers} />}
    >
      <div className="stack">
        <RosterForm
          busy={preview.isPending}
          error={preview.error && fileSentence(preview.error, { t, has })}
          onEdit={() => {
            write.reset()
            wanted.current = null
            setStale(true)
          }}
          onRead={(roster) => read({ roster, reading: {}, mends: [] })}
        />
        <Failed error={write.error} />
        {shown && (
          <ImportPreview
            preview={shown.preview}
            reading={(asked ?? shown.of).reading}
            busy={write.isPending || isStale}
            reason={reason}
            onRead={(reading) => {
              if (reading.columns) keepColumns(courseId, shown.preview, reading)
              read({ ...(asked ?? shown.of), reading })
            }}
            onMend={mend}
            mended={shown.of.mends}
            onImport={() =>
              write.mutate({ params, body: { ...bodyOf(shown.of), fingerprint: shown.preview.fingerprint } })
            }
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
