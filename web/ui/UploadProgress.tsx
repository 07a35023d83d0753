import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { ProgressBar } from './ProgressBar.tsx'

type Props = {
  /** Null before the first bytes have left. */
  bytes: { sent: number; total: number } | null
  /** What happens once everything has left. */
  reading: string
  onCancel: () => void
}

/** How much of a file has been sent, then what the server does with it; it can be stopped meanwhile. */
export function UploadProgress({ bytes, reading, onCancel }: Props) {
  const { t, number } = useText()
  const { sent, total } = bytes ?? { sent: 0, total: 1 }
  const percent = Math.floor((100 * sent) / total)
  const isSent = bytes !== null && sent >= total
  return (
    <div className="upload">
      <div className="upload__bar">
        <ProgressBar done={percent} total={100} label={isSent ? reading : t('ui.file.sending')}>
          {t('ui.file.sentPercent', { percent: number(percent) })}
        </ProgressBar>
      </div>
      <p className="vh" role="status">
        {isSent ? reading : t('ui.file.sending')}
      </p>
      <Button size="small" onClick={onCancel}>
        {t('common.cancel')}
      </Button>
    </div>
  )
}
