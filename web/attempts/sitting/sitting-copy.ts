import type { z } from 'zod'
import type { clock, savedAnswer, sitting } from '#contract/attempts/sitting.ts'

export type Clock = z.output<typeof clock>

export type SittingCopy = z.output<typeof sitting>

export type SavedAnswer = z.output<typeof savedAnswer>
