import type { z } from 'zod'
import type { myExam, myExamDetail } from '#contract/attempts/my-exams.ts'
import type { Tone } from '#web/ui/Badge.tsx'
import type { GlyphShape } from '#web/ui/StatusGlyph.tsx'
import type { ServerTime } from './use-server-time.ts'

export type MyExam = z.output<typeof myExam>
export type ExamDetail = z.output<typeof myExamDetail> & ServerTime

/** The state of an exam for its student. */
export type MyExamState = 'soon' | 'open' | 'running' | 'paused' | 'submitted' | 'results' | 'missed' | 'voided'

export function myExamStateOf(
  exam: Pick<MyExam, 'status' | 'attempt' | 'mark' | 'canReview' | 'opensAt' | 'closesAt' | 'serverNow'>,
): MyExamState {
  switch (exam.attempt?.status) {
    case 'in_progress':
      return 'running'
    case 'paused':
      return 'paused'
    case 'submitted':
    case 'expired':
      return exam.mark !== null || exam.canReview ? 'results' : 'submitted'
    case 'voided':
      return 'voided'
    case 'ready':
    case undefined:
      return beforeStart(exam)
  }
}

/** Compares instants of the server with each other, because this computer's clock may be wrong. */
function beforeStart({
  status,
  opensAt,
  closesAt,
  serverNow,
}: Pick<MyExam, 'status' | 'opensAt' | 'closesAt' | 'serverNow'>): MyExamState {
  const isBefore = opensAt !== null && serverNow < opensAt
  const isAfter = closesAt !== null && serverNow >= closesAt
  switch (status) {
    case 'draft':
    case 'published':
      return isAfter ? 'missed' : 'soon'
    case 'open':
      return isBefore ? 'soon' : isAfter ? 'missed' : 'open'
    case 'closed':
    case 'released':
      return 'missed'
  }
}

export const isFinished = (state: MyExamState): boolean => ['submitted', 'results', 'missed', 'voided'].includes(state)

/** Sort key: running exams first, then open ones, then the next to open. */
export function urgencyOf(exam: MyExam): number {
  const state = myExamStateOf(exam)
  if (state === 'running' || state === 'paused') return 0
  if (state === 'open') return 1
  return exam.opensAt === null ? Number.POSITIVE_INFINITY : Date.parse(exam.opensAt)
}

export const chips: Record<MyExamState, { shape: GlyphShape; tone: Tone }> = {
  soon: { shape: 'todo', tone: 'muted' },
  open: { shape: 'open', tone: 'plain' },
  running: { shape: 'current', tone: 'warn' },
  paused: { shape: 'paused', tone: 'warn' },
  submitted: { shape: 'full', tone: 'plain' },
  results: { shape: 'done', tone: 'plain' },
  missed: { shape: 'absent', tone: 'muted' },
  voided: { shape: 'bad', tone: 'bad' },
}
