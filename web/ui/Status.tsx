import type { ReactNode } from 'react'
import type { Tone } from './Badge.tsx'
import { type GlyphShape, StatusGlyph } from './StatusGlyph.tsx'

type Props = {
  shape: GlyphShape
  tone?: Tone
  /** For a sentence rather than a word: it may wrap. */
  wraps?: boolean
  children: ReactNode
}

/** A state as an icon and a word without a chip, for a table or a line. */
export function Status({ shape, tone = 'plain', wraps = false, children }: Props) {
  return (
    <span className={`status${wraps ? ' status--wraps' : ''} tone--${tone}`}>
      <StatusGlyph shape={shape} />
      <span>{children}</span>
    </span>
  )
}
