import { z } from 'zod'
import { instant, int4, text } from '#contract/endpoint.ts'

/** What differs for one student in one exam, and why; null, 0 and empty: as for their slot. */
export const ownTerms = z.object({
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  /** More time, for this exam only. */
  minutes: int4,
  room: text,
  reason: text,
})
