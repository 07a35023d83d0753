import { courseParams, int4, text, uuid } from '#contract/endpoint.ts'

export const count = int4.min(0)

export const key = text.min(1).max(64)

export const examParams = courseParams.extend({ examId: uuid })

/** The revision the client loaded; a change made by somebody else since is not overwritten. */
export const revision = int4.min(1)
