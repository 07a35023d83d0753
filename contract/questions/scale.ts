import { z } from 'zod'
import { certaintyDegrees } from '#core/exams/certainty.ts'
import { compare, one, parseRational, subtract, zero } from '#core/rational.ts'
import { faultsOfScale } from '#core/scoring/faults.ts'
import type { Scale } from '#core/scoring/scale.ts'

/** A decimal or a fraction, read exactly: `0.5`, `-1/3`. */
export const exact = z
  .string()
  .max(40)
  .refine((text) => parseRational(text) !== null, 'not_a_number')
const amcParameters = z.strictObject({
  b: exact.optional(),
  m: exact.optional(),
  e: exact.optional(),
  v: exact.optional(),
  p: exact.optional(),
  d: exact.optional(),
  mz: exact.optional(),
  haut: exact.optional(),
  max: exact.optional(),
})

/**
 * core/scoring/scoring.ts Scale, as stored: looser than `scale`, because the page of an old exam must not fail on its
 * scale.
 */
export const keptScale = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all_or_nothing') }),
  z.strictObject({ kind: z.literal('right_minus_wrong'), floorAtZero: z.boolean() }),
  z.strictObject({ kind: z.literal('balanced'), floorAtZero: z.boolean() }),
  z.strictObject({ kind: z.literal('coverage') }),
  z.strictObject({ kind: z.literal('each_choice') }),
  z.strictObject({ kind: z.literal('choice_weights'), floorAtZero: z.boolean() }),
  z.strictObject({ kind: z.literal('negative'), wrong: exact, blank: exact }),
  z.strictObject({ kind: z.literal('discordance') }),
  z.strictObject({ kind: z.literal('coherences') }),
  z.strictObject({ kind: z.literal('amc'), single: amcParameters, multiple: amcParameters }),
  z.strictObject({
    kind: z.literal('certainty'),
    /** One row per degree of certainty, the least sure first. */
    levels: z
      .array(z.strictObject({ right: exact, wrong: exact }))
      .length(certaintyDegrees)
      .readonly(),
  }),
])

/**
 * A scale as submitted; refused with its faults when nobody could be marked with it or a question could exceed its
 * maximum.
 */
export const scale = keptScale.superRefine((given: Scale, context) => {
  for (const message of faultsOfScale(given)) context.addIssue({ code: 'custom', message })
})

/** A share of the points, from -1 to 1: no choice is worth more than its question. */
export const pointsShare = exact.refine((text) => {
  const value = parseRational(text)
  return value === null || (compare(value, one) <= 0 && compare(value, subtract(zero, one)) >= 0)
}, 'beyond_maximum')
