import { useEffect, useState } from 'react'
import { useText } from '#web/text/text.tsx'

const lineKeys = Array.from({ length: 20 }, (_, line) => `line-${line}`)

/** Grey lines, displayed after 300 ms so that a fast reply does not flash. Announced as « Chargement… ». */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  const { t } = useText()
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return (
    <output className="skeleton">
      {isLate && <span className="vh">{t('ui.loading')}</span>}
      {isLate && lineKeys.slice(0, lines).map((line) => <span key={line} className="skeleton__bar" />)}
    </output>
  )
}
