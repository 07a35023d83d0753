import type { ReactNode } from 'react'
import { type GlyphShape, StatusGlyph } from './StatusGlyph.tsx'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'accent' | 'muted'

type Props = {
  shape?: GlyphShape
  tone?: Tone
  /** 32 px, for a student's list. */
  tall?: boolean
  children: ReactNode
}

/** A state as a chip with an icon and a word, so that colour is not the only sign. */
export function Badge({ shape, tone = 'plain', tall = false, children }: Props) {
  return (
    <span className={`badge tone--${tone}${tall ? ' badge--tall' : ''}`}>
      {shape && <StatusGlyph shape={shape} />}
      {children}
    </span>
  )
}
