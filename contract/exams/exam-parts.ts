import { courseParams, int4, text, uuid } from '#contract/endpoint.ts'

export const count = int4.min(0)

export const key = text.min(1).max(64)

export const examParams = courseParams.extend({ examId: uuid })

/** What the writer had read: somebody else's change in between is not overwritten. */
export const revision = int4.min(1)
