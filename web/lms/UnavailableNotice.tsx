import { type ServiceFailure, serviceFailures } from '#contract/lms/failures.ts'
import { Refusal } from '#core/refusal.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Notice } from '#web/ui/Notice.tsx'

/** Why a platform gave nothing, in the words of what can be done; any other refusal as everywhere. */
export function UnavailableNotice({ error }: { error: Error | null }) {
  const { t } = useText()
  if (!(error instanceof Refusal) || error.code !== 'lms_unavailable') return <Failed error={error} />
  const { reason, answer = '' } = (error.details ?? {}) as { reason?: string; answer?: string }
  const failure = serviceFailures.find((one): one is ServiceFailure => one === reason) ?? 'broken'
  return (
    <Notice tone="bad" live="alert">
      <p>
        {t(`lms.failures.${failure}`)} {answer !== '' && t('lms.answer', { answer })}
      </p>
    </Notice>
  )
}
