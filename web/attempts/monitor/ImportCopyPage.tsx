import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { importCopyFile, previewCopyFile } from '#contract/grading/copy-files.ts'
import { copyFileEnding } from '#core/attempts/copy-file.ts'
import { Refusal } from '#core/refusal.ts'
import type { ExamAddresses } from '#web/addresses.ts'
import { call, mutation } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { CopyFileDecision } from './CopyFileDecision.tsx'
import './copy-file.css'

type Place = { courseId: string; examId: string }
const maxKb = 500

/** Imports an attempt handed in as a file: read, compared with the saved answers, then accepted with a reason. */
export default function ImportCopyPage() {
  const { t } = useText()
  const { courseId, examId, inExam, examCrumbs } = useExam()
  return (
    <Page
      title={t('attempts.staff.copyFile.title')}
      lead={t('attempts.staff.copyFile.lead')}
      crumbs={[
        ...examCrumbs(),
        { label: t('grading.results'), href: inExam.results },
        { label: t('attempts.staff.copyFile.title') },
      ]}
      look="sheet"
    >
      <Import params={{ courseId, examId }} inExam={inExam} />
    </Page>
  )
}

function Import({ params, inExam }: { params: Place; inExam: ExamAddresses }) {
  const { t, has } = useText()
  const [search] = useSearchParams()
  const queryClient = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const attemptId = search.get('copie') ?? undefined
  const preview = useMutation({
    mutationFn: async (chosen: File) => {
      const content = await chosen.text()
      const compared = await call(previewCopyFile, { params, body: { content, attemptId } })
      return { content, ...compared }
    },
  })
  const take = useMutation({
    ...mutation(importCopyFile),
    onSuccess: () => queryClient.invalidateQueries(),
    onError: (error) => {
      // The attempt changed since the preview: preview it again.
      if (error instanceof Refusal && error.code === 'preview_outdated' && file) preview.mutate(file)
    },
  })
  const choose = (chosen: File | null) => {
    setFile(chosen)
    take.reset()
    preview.reset()
    if (chosen) preview.mutate(chosen)
  }
  const error = preview.error ?? take.error
  return (
    <>
      <SheetRow>
        <Field label={t('attempts.staff.copyFile.file')} hint={t('attempts.staff.copyFile.hint')}>
          <FileDrop accept={copyFileEnding} maxKb={maxKb} file={file} onFile={choose} />
        </Field>
        <div aria-live="polite" className="copy-outcome">
          {error && (
            <Notice tone="bad">
              <p>{sentenceOf(error, { t, has })}</p>
            </Notice>
          )}
          {take.data && <Done {...take.data} inExam={inExam} />}
        </div>
      </SheetRow>
      {preview.data && !take.data && (
        <CopyFileDecision
          key={preview.data.fingerprint}
          preview={preview.data}
          busy={take.isPending}
          onTake={(reason) => {
            const { content, fingerprint } = preview.data
            take.mutate({ params, body: { content, attemptId, fingerprint, reason } })
          }}
        />
      )}
    </>
  )
}

function Done(done: Reply<typeof importCopyFile> & { inExam: ExamAddresses }) {
  const { t, rich, mark, number } = useText()
  const outOf = number(done.outOf / 100)
  const shown = (value: number | null) =>
    value === null ? t('attempts.staff.copyFile.noMark') : t('attempts.staff.copyMark', { value: mark(value), outOf })
  const words = {
    count: done.changedCount,
    hasMark: String(done.mark !== null),
    before: shown(done.markBefore),
    after: shown(done.mark),
    b: (inner: ReactNode) => <strong>{inner}</strong>,
  }
  return (
    <Notice
      tone="good"
      actions={
        <LinkButton size="small" href={done.inExam.copy(done.attemptId).page}>
          {t('attempts.staff.copyFile.seeCopy')}
        </LinkButton>
      }
    >
      <p>{rich('attempts.staff.copyFile.done', words)}</p>
    </Notice>
  )
}
