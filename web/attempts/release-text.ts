import type { ExamDetail } from './my-exam-state.ts'

type Release = ExamDetail['release']

const times = { at_once: 'AtOnce', at_close: 'AtClose', at_date: 'AtDate', by_hand: 'ByHand' } as const

/** What will be released, and when. */
export function releaseText({ what, when }: Release) {
  switch (what) {
    case 'never':
      return 'attempts.rules.releaseNever' as const
    case 'mark':
      return `attempts.rules.releaseMark${times[when]}` as const
    case 'review':
      return `attempts.rules.releaseReview${times[when]}` as const
  }
}
