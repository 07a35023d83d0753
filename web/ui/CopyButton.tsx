import { useEffect, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'

type Outcome = 'waiting' | 'copied' | 'failed'

/** Copies a code or a link to the clipboard, and reports the result. */
export function CopyButton({
  text,
  label,
  size = 'small',
}: {
  text: string
  label?: string
  size?: 'small' | 'normal'
}) {
  const { t } = useText()
  const [outcome, setOutcome] = useState<Outcome>('waiting')
  useEffect(() => {
    if (outcome === 'waiting') return
    const timer = setTimeout(() => setOutcome('waiting'), 4_000)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = () => {
    // Unavailable without HTTPS or under a school's policy: the message then explains how to copy by hand.
    const done = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))
    done.then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }
  return (
    <span className="cluster">
      <Button size={size} onClick={copy}>
        <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
        {label ?? t('ui.staff.copy')}
      </Button>
      <output className={outcome === 'failed' ? 'small' : 'vh'}>
        {outcome === 'copied' && t('ui.staff.copied')}
        {outcome === 'failed' && t('ui.staff.copyFailed')}
      </output>
    </span>
  )
}
