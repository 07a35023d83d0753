import { useMemo } from 'react'
import { plainText } from '#contract/questions/plain-text.ts'
import { withFields } from '#web/questions/kinds/gaps.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { type MarkedPart, markedParts } from './marked-parts.ts'
import type { ReviewedProps } from './reviewed-props.ts'

/** The text with what was chosen in each gap. */
export function ReviewedGaps({ question, isJudged }: Pick<ReviewedProps, 'question' | 'isJudged'>) {
  const stem = useMemo(() => {
    const parts = markedParts(question)
    return withFields(question.stem, (id) => {
      const part = parts.find((each) => each.id === id)
      return part && <Filled part={part} n={parts.indexOf(part) + 1} isJudged={isJudged} />
    })
  }, [question, isJudged])
  return <ContentView content={stem} />
}

function Filled({ part: { chosen, isRight }, n, isJudged }: { part: MarkedPart; n: number; isJudged: boolean }) {
  const { t } = useText()
  const look = isJudged && chosen ? (isRight ? ' filled--right' : ' filled--wrong') : ''
  return (
    <span className={`filled${look}`}>
      {isJudged && chosen && <Icon name={isRight ? 'check' : 'cross'} />}
      {chosen ? plainText(chosen.text) : t('attempts.kinds.gapEmpty', { n })}
    </span>
  )
}
