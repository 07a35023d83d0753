import type { TextId } from '#web/text/ids.ts'
import { useText } from '#web/text/text.tsx'
import type { MarkedQuestion } from './marked-question.ts'

/** Explains the points of a question in one sentence, from the working of core/scoring/scoring.ts. */
export function WhyPoints({ question }: { question: MarkedQuestion }) {
  const { t, points } = useText()
  const { right = 0, rightTicked = 0, wrongTicked = 0, level = 0 } = question.working.values
  const { inOrder = 0, pairs = 0, run = 0, items = 0 } = question.working.values
  const values = {
    right,
    rightTicked,
    wrongTicked,
    ...{ inOrder, pairs, run, items },
    exact: question.outcome,
    degree: level,
    net: Number(rightTicked) - Number(wrongTicked),
    earned: points(question.earned),
    points: points(question.points),
  }
  return <p className="review__why">{t(sentenceOf(question, values.net), values)}</p>
}

function sentenceOf({ working, outcome, type }: MarkedQuestion, net: number): TextId {
  const { code } = working
  switch (code) {
    case 'blank':
    case 'no_key':
    case 'no_maximum':
    case 'several_ticked':
    case 'only_unknown':
    case 'neutral_full':
    case 'neutral_removed':
    case 'certainty':
    case 'parts':
    case 'pairs':
    case 'longest_run':
      return `attempts.review.why.${code}`
    case 'right_or_wrong':
    case 'right_minus_wrong':
      if (outcome === 'right') return 'attempts.review.why.exact'
      if (type !== 'multiple') return 'attempts.review.why.wrongChoice'
      if (code === 'right_or_wrong') return 'attempts.review.why.notExact'
      return net > 0 ? 'attempts.review.why.net' : 'attempts.review.why.netZero'
    default:
      // For the other scales of core/scoring/scoring.ts, the sentence gives the counts; the guide gives the formula.
      return 'attempts.review.why.general'
  }
}
