import type { ReactNode } from 'react'
import type { Tone } from './Badge.tsx'
import { type GlyphShape, StatusGlyph } from './StatusGlyph.tsx'

type Props = {
  shape: GlyphShape
  tone?: Tone
  /** A sentence rather than a word: it goes on to the next line. */
  wraps?: boolean
  children: ReactNode
}

/** A state in a table or a line: shape + word, without the chip. */
export function Status({ shape, tone = 'plain', wraps = false, children }: Props) {
  return (
    <span className={`status${wraps ? ' status--wraps' : ''} tone--${tone}`}>
      <StatusGlyph shape={shape} />
      <span>{children}</span>
    </span>
  )
}
