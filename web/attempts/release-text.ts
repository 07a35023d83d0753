import type { TextId } from '#web/text/ids.ts'

type Release = { what: 'never' | 'mark' | 'review'; when: 'at_close' | 'by_hand' }

/** What will be shown, and when. */
export function releaseText({ what, when }: Release): TextId {
  switch (what) {
    case 'never':
      return 'attempts.rules.releaseNever'
    case 'mark':
      return when === 'at_close' ? 'attempts.rules.releaseMarkAtClose' : 'attempts.rules.releaseMarkByHand'
    case 'review':
      return when === 'at_close' ? 'attempts.rules.releaseReviewAtClose' : 'attempts.rules.releaseReviewByHand'
  }
}
