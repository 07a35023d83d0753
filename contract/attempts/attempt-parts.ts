import { z } from 'zod'
import { courseParams, int4, uuid } from '#contract/endpoint.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'

export const device = z
  .string()
  .min(8)
  .max(80)
  .regex(/^[\w:.-]+$/)

export const status = z.enum(attemptStatuses)

export const attemptParams = z.object({ attemptId: uuid })

export const myExamParams = z.object({ examId: uuid })

export const milliseconds = int4

export const examParams = courseParams.extend({ examId: uuid })
