import type { Reply } from '#contract/endpoint.ts'
import type { getCoverage } from '#contract/exams/composition.ts'

export type Coverage = Reply<typeof getCoverage>

export type CoveredSection = Coverage['sessions'][number]['sections'][number]
