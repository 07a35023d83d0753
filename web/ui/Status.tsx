import type { ReactNode } from 'react'
import type { Tone } from './Badge.tsx'
import { type GlyphShape, StatusGlyph } from './StatusGlyph.tsx'

/** A state in a table or a line: shape + word, without the chip. */
export function Status({ shape, tone = 'plain', children }: { shape: GlyphShape; tone?: Tone; children: ReactNode }) {
  return (
    <span className={`status tone--${tone}`}>
      <StatusGlyph shape={shape} />
      <span>{children}</span>
    </span>
  )
}
