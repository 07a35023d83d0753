import type { changeAttempts } from '#contract/attempts/monitor.ts'
import type { Reply } from '#contract/endpoint.ts'
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import type { WatchedLine } from './state.ts'

type Props = { outcome: Reply<typeof changeAttempts>; lines: readonly WatchedLine[]; onClose: () => void }

/** The attempts on which the action was refused, each with its reason. */
export function MonitorOutcome({ outcome: { changed, refused }, lines, onClose }: Props) {
  const { t, has } = useText()
  const close = (
    <Button data-safe variant="primary" onClick={onClose}>
      {t('common.close')}
    </Button>
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('attempts.staff.act.outcomeTitle', { count: refused.length })}
      actions={close}
    >
      <p>{t('attempts.staff.act.outcomeChanged', { count: changed.length })}</p>
      <ul className="act-outcome">
        {refused.map(({ attemptId, code }) => {
          const line = lines.find((one) => one.attemptId === attemptId)
          const id = `refusal.${code}`
          return (
            <li key={attemptId}>
              <p>{line && <PersonName {...line} />}</p>
              <p className="small muted">{has(id) ? t(id) : t('refusal.unknown')}</p>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}
