import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import { assistantFailures, draftQuestions, getAssistant } from '#contract/courses/assistant.ts'
import type { getDraftingPrompt } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Notice } from '#web/ui/Notice.tsx'

type Props = {
  courseId: string
  sectionId: string
  count: number
  prompt: Reply<typeof getDraftingPrompt>
  assistant: { host: string; model: string }
  /** The text is being read again. */
  busy: boolean
}

const everyMs = 500

/** Sends the text that is shown to the assistant of the settings, then leads to its drafts. */
export function AskAssistant({ courseId, sectionId, count, prompt, assistant, busy }: Props) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const draftsAt = (batchId: string) =>
    `${at.course(courseId).importQuestions}?${new URLSearchParams({ brouillons: batchId })}`
  const ask = useMutation(mutation(draftQuestions))
  const state = useQuery({
    ...query(getAssistant, { params: { courseId } }),
    refetchInterval: ({ state: { data } }) => (ask.isPending || data?.drafting ? everyMs : false),
  })
  const drafting = state.data?.drafting
  const send = () =>
    ask.mutate(
      { params: { courseId, section: sectionId }, body: { count, fingerprint: prompt.fingerprint } },
      // Not an option of the mutation: somebody who closed the window meanwhile stays where they are.
      { onSuccess: ({ batchId }) => navigate(draftsAt(batchId)) },
    )
  return (
    <div className="stack stack--tight">
      <div>
        <Button
          variant="primary"
          busy={ask.isPending || busy}
          reason={prompt.passages === 0 ? t('courses.drafting.noPassage') : undefined}
          onClick={send}
        >
          {t('courses.drafting.ask', assistant)}
        </Button>
      </div>
      {(ask.isPending || drafting) && (
        <p role="status">{t('courses.drafting.waiting', { characters: drafting?.characters ?? 0 })}</p>
      )}
      <AssistantFailed error={ask.error} />
      <ul>
        {state.data?.waiting.map(({ batchId, drafts, byName }) => (
          <li key={batchId}>
            <Link href={draftsAt(batchId)}>{t('courses.drafting.found', { drafts, byName })}</Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Why there are no drafts, and what to do. */
function AssistantFailed({ error }: { error: Error | null }) {
  const { t } = useText()
  const said = error instanceof Refusal && error.code === 'assistant_failed' ? error.details : null
  const reason = assistantFailures.find((one) => one === (said as { reason?: unknown } | null)?.reason)
  if (!reason) return <Failed error={error} />
  return (
    <Notice tone="bad" live="alert">
      <p>{t(`courses.drafting.failed.${reason}`)}</p>
    </Notice>
  )
}
