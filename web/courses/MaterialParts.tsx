import { useState } from 'react'
import type { getMaterial } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { type PartRole, partRoles } from '#core/courses/plan-proposal.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Select } from '#web/ui/Select.tsx'
import { firstBlocks } from './first-blocks.ts'
import './material.css'

type Preview = Reply<typeof getMaterial>
type Props = {
  preview: Preview
  roles: readonly PartRole[]
  /** Absent when nothing can be changed any more. */
  onRole?: (rank: number, role: PartRole) => void
}

/** What was understood, part by part: where it comes from, its heading, its text, and what it becomes. */
export function MaterialParts({ preview, roles, onRole }: Props) {
  const { t } = useText()
  const [isUnfolded, setUnfolded] = useState(false)
  const isFolded = preview.parts.some(({ content }) => firstBlocks(content).length < content.length)
  return (
    <section aria-labelledby="parts">
      <div className="section-head">
        <h2 id="parts">{t('courses.material.partsTitle')}</h2>
        {isFolded && (
          <Button size="small" variant="quiet" aria-pressed={isUnfolded} onClick={() => setUnfolded(!isUnfolded)}>
            {t('courses.material.wholeTexts')}
          </Button>
        )}
      </div>
      <ol className="material-parts">
        {preview.parts.map((part, rank) => (
          <MaterialPartView
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is known by its place
            key={rank}
            rank={rank}
            part={part}
            role={roles[rank] ?? part.role}
            isPaged={preview.pages > 1}
            isUnfolded={isUnfolded}
            isSlide={preview.format === 'pptx' || preview.format === 'odp'}
            {...(onRole ? { onRole } : {})}
          />
        ))}
      </ol>
    </section>
  )
}

type PartProps = Pick<Props, 'onRole'> & {
  rank: number
  part: Preview['parts'][number]
  role: PartRole
  isPaged: boolean
  isUnfolded: boolean
  isSlide: boolean
}

function MaterialPartView({ rank, part, role, isPaged, isUnfolded, isSlide, onRole }: PartProps) {
  const { t } = useText()
  const heading = part.heading || t('courses.material.noHeading')
  const opening = firstBlocks(part.content)
  const options = partRoles.map((value) => ({ value, label: t(`courses.material.role.${value}`) }))
  return (
    <li className="material-part" data-role={role} id={`partie-${rank + 1}`}>
      <div className="material-part__head">
        {isPaged && (
          <p className="material-part__page">
            {t(isSlide ? 'courses.material.slide' : 'courses.material.page', { page: part.page })}
          </p>
        )}
        <h3>{heading}</h3>
        {onRole ? (
          <Select
            aria-label={t('courses.material.roleOf', { heading })}
            value={role}
            onChange={(chosen) => onRole(rank, chosen)}
            options={options}
          />
        ) : (
          <p className="small muted">{t(`courses.material.role.${role}`)}</p>
        )}
      </div>
      {role !== 'ignored' && (
        <div className="material-part__text">
          {part.content.length > 0 ? (
            <ContentView content={opening} />
          ) : (
            <p className="small muted">{t('courses.material.noText')}</p>
          )}
          {opening.length < part.content.length && (
            <details key={String(isUnfolded)} open={isUnfolded}>
              <summary>{t('courses.material.rest')}</summary>
              <ContentView content={part.content.slice(opening.length)} />
            </details>
          )}
          {part.notes.length > 0 && (
            <details>
              <summary>{t('courses.material.notes')}</summary>
              <ContentView content={part.notes} />
            </details>
          )}
        </div>
      )}
    </li>
  )
}
