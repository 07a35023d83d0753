import { z } from 'zod'
import { instant, int4, text } from '#contract/endpoint.ts'

export const mostSlots = 20

/** One time and place of an exam. Number 0 is the first one, which every exam has. */
export const examSlot = z.object({
  number: int4,
  /** May be empty for the first. */
  name: text,
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  room: text,
  invigilators: text,
  groups: z.array(text),
  joinCode: text,
})
