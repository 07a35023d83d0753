import { MoreText } from '#web/text/text.tsx'
import { ClozeFields } from './ClozeFields.tsx'
import { ExactFields } from './ExactFields.tsx'
import type { KindProps } from './kind-props.ts'
import { MatchingFields } from './MatchingFields.tsx'
import { OrderingFields } from './OrderingFields.tsx'
import './kinds.css'

/** The fields of a question that is not answered by ticking. */
export function KindFields(props: KindProps) {
  return (
    <MoreText part="kinds">
      <Fields {...props} />
    </MoreText>
  )
}

function Fields(props: KindProps) {
  switch (props.question.type) {
    case 'cloze':
      return <ClozeFields {...props} />
    case 'ordering':
      return <OrderingFields {...props} />
    case 'matching':
      return <MatchingFields {...props} />
    case 'exact_answer':
      return <ExactFields {...props} />
    case 'single':
    case 'multiple':
    case 'true_false':
      return null
  }
}
