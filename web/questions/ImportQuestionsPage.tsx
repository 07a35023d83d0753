import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { confirmImport, getBatch, getStagedDrafts, stageImport } from '#contract/questions/question-batches.ts'
import { getBank } from '#contract/questions/questions.ts'
import { noSection } from '#core/courses/outline.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Page } from '#web/ui/Page.tsx'
import { ProgressBar } from '#web/ui/ProgressBar.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { UploadProgress } from '#web/ui/UploadProgress.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { useUpload } from '#web/use-upload.ts'
import { EditDraft } from './EditDraft.tsx'
import { type GivenFile, ImportFileForm } from './ImportFileForm.tsx'
import { ImportReview } from './ImportReview.tsx'
import { LatestBatches } from './LatestBatches.tsx'
import { useBatchText } from './use-batch-text.ts'
import { useRefreshBank } from './use-refresh-bank.ts'
import { useUndoBatch } from './use-undo-batch.ts'
import './import.css'
import './questions.css'

/**
 * Imports questions: read, previewed, then written; nothing before the last button, and the whole import can be undone.
 */
export default function ImportQuestionsPage() {
  const { t } = useText()
  const { courseId, role } = useCourse()
  const say = useToast()
  const describe = useBatchText()
  const refresh = useRefreshBank()
  const { undo } = useUndoBatch(courseId)
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const [given, setGiven] = useState<GivenFile | null>(null)
  const params = { courseId }
  const pasteIn = search.get('coller') ?? undefined
  const inCourse = at.course(courseId)
  // Who came from the instructions of a section goes back for the next one; those of several lead to the next step.
  const afterImport =
    pasteIn === undefined ? inCourse.questions : pasteIn === noSection ? inCourse.home : inCourse.outline
  const bank = useQuery(query(getBank, { params }))
  const stage = useUpload(stageImport)
  const draftsId = search.get('brouillons')
  const edited = draftsId === null ? null : search.get('modifier')
  const draftsAt = (key?: string) =>
    `${inCourse.importQuestions}?${new URLSearchParams({ brouillons: draftsId ?? '', ...(key ? { modifier: key } : {}) })}`
  const drafts = useQuery({
    ...query(getStagedDrafts, { params: { ...params, batchId: draftsId ?? '' } }),
    enabled: draftsId !== null,
  })
  const preview = stage.data ?? drafts.data
  const confirm = useMutation({
    ...mutation(confirmImport),
    onSuccess: (batch) => {
      refresh()
      say({ text: describe(batch), undo: () => undo(batch.id) })
      navigate(afterImport)
    },
  })
  const read = (file: GivenFile) => {
    confirm.reset()
    setGiven(file)
    stage.send({ params, body: file })
  }
  const isBarred = role !== null && !isAtLeast(role, 'trainer')
  return (
    <Page
      title={t(
        edited
          ? 'questions.import.drafts.editTitle'
          : draftsId === null
            ? 'questions.import.title'
            : 'questions.import.drafts.title',
      )}
      look={edited ? 'full' : 'work'}
      lead={edited ? t('questions.import.drafts.editLead') : draftsId === null ? t('questions.import.lead') : undefined}
      crumbs={[{ label: t('questions.title'), href: inCourse.questions }, { label: t('questions.import.title') }]}
    >
      {draftsId !== null && edited && (
        <QueryView query={bank}>
          {(data) => (
            <EditDraft
              key={edited}
              {...{ courseId, batchId: draftsId, draftKey: edited, bank: data, back: draftsAt() }}
            />
          )}
        </QueryView>
      )}
      {/* What was ticked meanwhile stays ticked. */}
      <div hidden={edited !== null}>
        <div className="stack">
          {draftsId === null && (
            <QueryView query={bank}>
              {(data) => (
                <ImportFileForm
                  bank={data}
                  busy={stage.isPending}
                  pasteIn={pasteIn}
                  reason={isBarred ? t('students.trainersOnly') : undefined}
                  onRead={read}
                />
              )}
            </QueryView>
          )}
          {stage.isPending && (
            <UploadProgress bytes={stage.bytes} reading={t('questions.import.reading')} onCancel={stage.cancel} />
          )}
          <Failed error={drafts.error} />
          <Failed error={stage.error} />
          <Failed error={confirm.error} />
          {confirm.isPending && preview && <Progress courseId={courseId} batchId={preview.batchId} />}
          {preview && !stage.isPending && (
            <ImportReview
              key={preview.batchId}
              preview={preview}
              busy={confirm.isPending}
              isOutdated={confirm.isError}
              onAgain={given && (() => read(given))}
              sessions={bank.data?.sessions ?? []}
              editAt={draftsAt}
              onConfirm={(body) => confirm.mutate({ params: { ...params, batchId: preview.batchId }, body })}
            />
          )}
          <LatestBatches courseId={courseId} />
        </div>
      </div>
    </Page>
  )
}

const everyMs = 400

/** The progress of an import, polled while the server works: thousands of questions take a while. */
function Progress({ courseId, batchId }: { courseId: string; batchId: string }) {
  const { t } = useText()
  const { data } = useQuery({ ...query(getBatch, { params: { courseId, batchId } }), refetchInterval: everyMs })
  const { done = 0, total = 0 } = data ?? {}
  return (
    <ProgressBar done={done} total={total} label={t('questions.import.writing')}>
      {t('questions.import.progress', { done, total })}
    </ProgressBar>
  )
}
