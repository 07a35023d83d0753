import type { z } from 'zod'
import type { student } from '#contract/students/students.ts'

export type Student = z.output<typeof student>
