import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Icon } from './Icon.tsx'

type Props = Record<string, string | number>

/** An image of a question; when it cannot be loaded, its alternative text in a frame that says so. */
export function ContentImage({ alt = '', ...props }: Props) {
  const [isLost, setLost] = useState(false)
  if (props['src'] !== undefined && !isLost) return <img {...props} alt={String(alt)} onError={() => setLost(true)} />
  return <MissingImage words={String(alt)} />
}

function MissingImage({ words }: { words: string }) {
  const { t } = useText()
  return (
    <span className="missing-image">
      <Icon name="warning" />
      <span>{words === '' ? t('ui.missingImage') : t('ui.missingImageOf', { words })}</span>
    </span>
  )
}
