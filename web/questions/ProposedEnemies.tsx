import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { getProposedEnemies } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { SettlePair } from './SettlePair.tsx'

type Props = { courseId: string; question: { id: string; key: string } }

/** The questions that the linter proposes never to draw with this one; nothing is shown without any. */
export function ProposedEnemies({ courseId, question }: Props) {
  const { t } = useText()
  const found = useQuery(query(getProposedEnemies, { params: { courseId, questionId: question.id } }))
  const pairs = found.data?.pairs ?? []
  if (pairs.length === 0) return null
  return (
    <>
      <h3>{t('questions.pairs.title')}</h3>
      <p className="small muted">{t('questions.pairs.note')}</p>
      <ul className="question-page__pairs">
        {pairs.map(({ id, key, words }) => (
          <li key={id}>
            <Link className="mono" href={at.course(courseId).question(id).page}>
              {key}
            </Link>
            <p className="small muted">{t('questions.pairs.shared', { words })}</p>
            <SettlePair courseId={courseId} one={question} other={{ key }} />
          </li>
        ))}
      </ul>
    </>
  )
}
