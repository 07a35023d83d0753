import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getStagedDraft, getStagedDrafts, saveStagedDraft } from '#contract/questions/question-batches.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { draftIn } from './draft-in.ts'
import { QuestionEditor } from './QuestionEditor.tsx'
import './coverage.css'

type Props = {
  courseId: string
  batchId: string
  /** Of the draft. */
  draftKey: string
  bank: Reply<typeof getBank>
  /** Where the drafts are read. */
  back: string
}

/** The editor on a draft of an assistant: once saved, it still waits for a person to accept it. */
export function EditDraft({ courseId, batchId, draftKey: key, bank, back }: Props) {
  // Refetching would replace the text being edited.
  const fresh = { refetchOnWindowFocus: false, refetchOnReconnect: false, gcTime: 0 }
  const draft = useQuery({ ...query(getStagedDraft, { params: { courseId, batchId, key } }), ...fresh })
  return (
    <QueryView query={draft}>
      {(found) => <Editing key={found.from} {...{ courseId, batchId, draftKey: key, bank, back }} found={found} />}
    </QueryView>
  )
}

function Editing({
  courseId,
  batchId,
  draftKey: key,
  bank,
  back,
  found,
}: Props & { found: Reply<typeof getStagedDraft> }) {
  const { t } = useText()
  const say = useToast()
  const [, navigate] = useLocation()
  const queryClient = useQueryClient()
  // A stable object: the draft is compared with it to find unsaved changes.
  const first = useMemo(() => draftIn(found), [found])
  const saving = useMutation({
    ...mutation(saveStagedDraft),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [getStagedDrafts.path] })
      say({ text: t('questions.import.drafts.saved'), tone: 'good' })
      navigate(back)
    },
  })
  return (
    <QuestionEditor
      courseId={courseId}
      bank={bank}
      headings={found.headings}
      edited={null}
      staged={{
        ...{ place: `${batchId}:${key}`, isPending: saving.isPending, error: saving.error, href: back },
        save: (draft, onSuccess) =>
          saving.mutate({ params: { courseId, batchId, key }, body: { ...draft, from: found.from } }, { onSuccess }),
      }}
      first={first}
    />
  )
}
