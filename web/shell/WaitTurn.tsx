import { useEffect, useId, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'

type Props = {
  /** A new object each time the server says it. */
  told: { seconds: number }
}

/** Back to the page as it was before it asked; the place is kept for half a minute. */
const leave = () => location.reload()

/** A voice says the time left at most this often, in seconds. */
const spokenEvery = 15

/** When the turn comes: counted down by the second for the eye, said now and then for the ear. */
export function WaitTurn({ told }: Props) {
  const { t } = useText()
  const comes = useId()
  const { left, waited } = useWait(told)
  const [spoken, setSpoken] = useState({ seconds: told.seconds, waited: 0 })
  if (waited - spoken.waited >= spokenEvery) setSpoken({ seconds: left, waited })
  return (
    <Dialog
      open
      onClose={leave}
      title={t('attempts.turn.title')}
      actions={
        <Button data-safe onClick={leave}>
          {t('attempts.turn.leave')}
        </Button>
      }
    >
      <p id={comes}>{t('attempts.turn.comes', { seconds: left })}</p>
      <progress className="bar__wait" aria-labelledby={comes} value={waited} max={waited + left} />
      <p>{t('attempts.turn.kept')}</p>
      <p className="vh" role="status">
        {t('attempts.turn.comes', { seconds: spoken.seconds })}
      </p>
    </Dialog>
  )
}

/** The seconds left since the server said it last, one at least, and those waited in all. */
function useWait(told: Props['told']) {
  const [began] = useState(() => performance.now())
  const [heard, setHeard] = useState({ told, at: began })
  const [now, setNow] = useState(began)
  if (heard.told !== told) setHeard({ told, at: now })
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const since = (at: number) => Math.round((now - at) / 1_000)
  return { left: Math.max(1, told.seconds - since(heard.at)), waited: since(began) }
}
