import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { largestArchiveBytes, previewArchive, restoreArchive } from '#contract/exports/archives.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { UploadProgress } from '#web/ui/UploadProgress.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { useUpload } from '#web/use-upload.ts'
import { ArchivePreview } from './ArchivePreview.tsx'

/** Restores an archived exam: the contents of the file, what it would create, then the button. */
export default function RestoreArchivePage() {
  const { t } = useText()
  const { courseId, role } = useCourse()
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [file, setFile] = useState<File | null>(null)
  const [base64, setBase64] = useState('')
  const params = { courseId }
  const inCourse = at.course(courseId)

  const preview = useUpload(previewArchive)
  const read = preview.data
  const restore = useMutation({
    ...mutation(restoreArchive),
    onSuccess: async ({ examId, copies, rows }) => {
      // A whole exam and its students arrived: every list and count may have changed.
      await client.invalidateQueries()
      say({ text: t('exports.archive.done', { copies, rows }), tone: 'good' })
      navigate(inCourse.exam(examId).page)
    },
    onError: (error) => {
      // The class changed since the preview: preview again.
      if (error instanceof Refusal && error.code === 'preview_outdated') preview.send({ params, body: { base64 } })
    },
  })
  const take = (chosen: File | null) => {
    setFile(chosen)
    preview.cancel()
    preview.reset()
    restore.reset()
    if (!chosen) return
    const inputOf = async () => {
      const given = await base64Of(chosen)
      setBase64(given)
      return { params, body: { base64: given } }
    }
    preview.send(inputOf())
  }
  const isBarred = role !== null && !isAtLeast(role, 'owner')
  const error = restore.error ?? preview.error
  return (
    <Page
      title={t('exports.archive.restore')}
      lead={t('exports.archive.restoreLead')}
      crumbs={[{ label: t('exams.title'), href: inCourse.exams }, { label: t('exports.archive.restore') }]}
    >
      <div className="stack">
        {isBarred ? (
          <Notice>
            <p>{t('exports.archive.ownersOnly')}</p>
          </Notice>
        ) : (
          <div className="form">
            <Field label={t('exports.archive.zip')} hint={t('exports.archive.zipHint')}>
              <FileDrop accept=".zip" maxKb={largestArchiveBytes / 1024} file={file} onFile={take} />
            </Field>
          </div>
        )}
        {preview.isPending && (
          <UploadProgress bytes={preview.bytes} reading={t('exports.archive.reading')} onCancel={() => take(null)} />
        )}
        <Failed error={error} />
        {read && (
          <ArchivePreview
            key={read.fingerprint}
            preview={read}
            busy={restore.isPending || preview.isPending}
            onRestore={(acceptsForeign) =>
              restore.mutate({ params, body: { base64, fingerprint: read.fingerprint, acceptsForeign } })
            }
          />
        )}
      </div>
    </Page>
  )
}
