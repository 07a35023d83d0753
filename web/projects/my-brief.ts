import type { Reply } from '#contract/endpoint.ts'
import type { getMyBrief } from '#contract/projects/briefs.ts'

/** An open project as one student sees it. */
export type MyBrief = Reply<typeof getMyBrief>
