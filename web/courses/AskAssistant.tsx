import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { assistantFailures, draftQuestions, getAssistant } from '#contract/courses/assistant.ts'
import type { getDraftingPrompt } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { AssistantState, draftsAt, FailureSentence, useAssistant } from './AssistantState.tsx'

type Props = {
  courseId: string
  sectionId: string
  count: number
  prompt: Reply<typeof getDraftingPrompt>
  assistant: { host: string; model: string }
  /** The text is being read again. */
  busy: boolean
}

/** Sends the text that is shown to the assistant of the settings, then leads to its drafts. */
export function AskAssistant({ courseId, sectionId, count, prompt, assistant, busy }: Props) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const queryClient = useQueryClient()
  const ask = useMutation({
    ...mutation(draftQuestions),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [getAssistant.path] }),
  })
  const { data } = useAssistant(courseId)
  const asked = ask.data?.batchId
  // Somebody who closed the window meanwhile stays where they are.
  useEffect(() => {
    if (asked && data?.waiting.some(({ batchId }) => batchId === asked)) navigate(draftsAt(courseId, asked))
  }, [asked, data, courseId, navigate])
  return (
    <div className="stack stack--tight">
      <div>
        <Button
          variant="primary"
          busy={ask.isPending || busy || Boolean(data?.drafting)}
          reason={prompt.sections.every(({ passages }) => passages === 0) ? t('courses.drafting.noPassage') : undefined}
          onClick={() =>
            ask.mutate({
              params: { courseId, section: sectionId },
              body: { count, fingerprint: prompt.fingerprint },
            })
          }
        >
          {t('courses.drafting.ask', assistant)}
        </Button>
      </div>
      <Refused error={ask.error} />
      <AssistantState courseId={courseId} />
    </div>
  )
}

/** Why nothing was sent. */
function Refused({ error }: { error: Error | null }) {
  const said = error instanceof Refusal && error.code === 'assistant_failed' ? error.details : null
  const reason = assistantFailures.find((one) => one === (said as { reason?: unknown } | null)?.reason)
  if (!reason) return <Failed error={error} />
  return (
    <Notice tone="bad" live="alert">
      <p>
        <FailureSentence reason={reason} />
      </p>
    </Notice>
  )
}
