import { z } from 'zod'
import { int4, uuid } from '#contract/endpoint.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'

export const device = z
  .string()
  .min(8)
  .max(80)
  .regex(/^[\w:.-]+$/)

export const attemptStatus = z.enum(attemptStatuses)

export const attemptParams = z.object({ attemptId: uuid })

export const myExamParams = z.object({ examId: uuid })

export const milliseconds = int4
