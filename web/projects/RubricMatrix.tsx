import type { CSSProperties } from 'react'
import { useText } from '#web/text/text.tsx'
import type { MyBrief } from './my-brief.ts'
import './level-row.css'

/** The rubric in words: one line per criterion with its levels side by side, or a card each on a phone. */
export function RubricMatrix({ criteria }: Pick<MyBrief, 'criteria'>) {
  const { t, points } = useText()
  return (
    <ul className="rubric-read">
      {criteria.map((criterion) => (
        <li key={criterion.id} className="rubric-read__criterion">
          <h3 className="rubric-read__title">{criterion.title}</h3>
          <p className="rubric-read__about small muted">
            {criterion.description !== '' && `${criterion.description} · `}
            {t(criterion.isBonus ? 'projects.own.bonus' : 'projects.own.outOf', {
              most: points(criterion.most),
            })}
          </p>
          <ol
            className="level-row rubric-read__levels"
            style={{ '--levels': criterion.levels.length } as CSSProperties}
          >
            {criterion.levels.map((level) => (
              <li key={level.id}>
                <strong>{level.label}</strong>{' '}
                <span className="rubric-read__points">
                  {t('projects.own.points', { points: points(level.earned) })}
                </span>
                <span className="rubric-read__words">{level.description}</span>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  )
}
