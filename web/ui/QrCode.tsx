import { useMemo } from 'react'
import { encode } from 'uqr'

type Props = {
  text: string
  /** What the code opens: « Rejoindre l’examen ». */
  label: string
}

/** A QR code, dark on white in every theme, because some readers do not accept inverted codes. */
export function QrCode({ text, label }: Props) {
  const { size, path } = useMemo(() => pathOf(text), [text])
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} />
      <path d={path} />
    </svg>
  )
}

/** One rectangle per run of dark modules. */
function pathOf(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const runs = data.flatMap((row, y) => {
    const starts = row.flatMap((isDark, x) => (isDark && !row[x - 1] ? [x] : []))
    return starts.map((x) => {
      const end = row.findIndex((isDark, at) => at > x && !isDark)
      return `M${x} ${y}h${(end === -1 ? row.length : end) - x}v1H${x}z`
    })
  })
  return { size, path: runs.join('') }
}
