import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type getAssistant, setAssistant } from '#contract/courses/assistant.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Props = {
  courseId: string
  assistant: NonNullable<Reply<typeof getAssistant>['assistant']>
  isOn: boolean
  mayChange: boolean
}

/** Says what would be sent and where, and lets an owner allow it. */
export function CourseAssistantForm({ courseId, assistant, isOn, mayChange }: Props) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const set = useMutation({
    ...mutation(setAssistant),
    onSuccess: () => say({ text: t(isOn ? 'auth.settings.assistant.forbidden' : 'auth.settings.assistant.allowed') }),
    onSettled: () => queryClient.invalidateQueries(),
  })
  return (
    <div className="stack stack--tight">
      <p>
        <strong>{t(isOn ? 'auth.settings.assistant.on' : 'auth.settings.assistant.off')}</strong>
      </p>
      <p>{t('auth.settings.assistant.what', assistant)}</p>
      <Failed error={set.error} />
      <div>
        <Button
          busy={set.isPending}
          reason={mayChange ? undefined : t('auth.settings.ownersOnly')}
          onClick={() => set.mutate({ params: { courseId }, body: { host: isOn ? null : assistant.host } })}
        >
          {isOn ? t('auth.settings.assistant.forbid') : t('auth.settings.assistant.allow', { host: assistant.host })}
        </Button>
      </div>
    </div>
  )
}
