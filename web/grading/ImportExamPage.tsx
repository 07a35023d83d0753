import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { listExams } from '#contract/exams/exams.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { importExam, previewExamImport, undoExamImport } from '#contract/grading/exam-imports.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Page } from '#web/ui/Page.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { type ExamImportRequest, ImportExamForm } from './ImportExamForm.tsx'
import { ImportedExamView } from './ImportedExamView.tsx'
import './imports.css'

/** Imports an exam taken on paper or elsewhere: read, previewed, then written; nothing before the last button. */
export default function ImportExamPage() {
  const { t, has } = useText()
  const { courseId, role } = useCourse()
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [request, setRequest] = useState<ExamImportRequest | null>(null)
  const params = { courseId }
  const inCourse = at.course(courseId)
  const refresh = () =>
    Promise.all([listExams, getOverview].map(({ path }) => client.invalidateQueries({ queryKey: [path] })))

  const preview = useMutation(mutation(previewExamImport))
  const undo = useMutation({
    ...mutation(undoExamImport),
    onSuccess: () => {
      say({ text: t('grading.imports.undone') })
      navigate(inCourse.exams)
    },
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const write = useMutation({
    ...mutation(importExam),
    onSuccess: async ({ examId, copies, added }) => {
      await refresh()
      say({
        text: t('grading.imports.done', { copies, added }),
        undo: () => undo.mutate({ params: { ...params, examId } }),
      })
      navigate(inCourse.exam(examId).results)
    },
    onError: (error) => {
      // The class changed since the preview: preview again.
      if (error instanceof Refusal && error.code === 'preview_outdated' && request) read(request)
    },
  })
  const read = (next: ExamImportRequest) => {
    setRequest(next)
    preview.mutate({ params, body: next.body })
  }
  const isBarred = role !== null && !isAtLeast(role, 'trainer')
  return (
    <Page
      title={t('grading.imports.title')}
      lead={t('grading.imports.lead')}
      crumbs={[{ label: t('exams.title'), href: inCourse.exams }, { label: t('grading.imports.title') }]}
    >
      <div className="stack">
        <ImportExamForm
          busy={preview.isPending}
          reason={isBarred ? t('exams.readOnly') : undefined}
          error={preview.error && sentenceOf(preview.error, { t, has })}
          onChange={() => preview.reset()}
          onRead={(next) => {
            write.reset()
            read(next)
          }}
        />
        <Failed error={write.error} />
        {preview.data && request && (
          <ImportedExamView
            preview={preview.data}
            busy={write.isPending || preview.isPending}
            onImport={(fingerprint) =>
              write.mutate({ params, body: { ...request.body, title: request.title, fingerprint } })
            }
          />
        )}
      </div>
    </Page>
  )
}
