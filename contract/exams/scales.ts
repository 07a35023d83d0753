import { z } from 'zod'
import { endpoint, examParams, int4 } from '#contract/endpoint.ts'
import { scale } from '#contract/questions/scale.ts'

/** Average mark, in hundredths, of simulated players who know nothing or half of the answers. */
const expected = z.object({
  scale,
  random: int4,
  /** Knows one answer in two, guesses the others. */
  half: int4,
  tickAll: int4,
  longest: int4,
})

export const simulateScales = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/exams/:examId/simulations',
  summary: 'Works out what who knows nothing, or half, would get at this exam under each of these scales.',
  params: examParams,
  body: z.strictObject({ scales: z.array(scale).min(1).max(12) }),
  reply: z.object({ outOf: int4, simulations: z.array(expected) }),
  refusals: ['exam_without_questions'],
})
