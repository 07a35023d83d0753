import type { z } from 'zod'
import type { clock, heldAnswer, sitting } from '#contract/attempts/sitting.ts'

export type Clock = z.output<typeof clock>

export type SittingCopy = z.output<typeof sitting>

export type SavedAnswer = z.output<typeof heldAnswer>
