import type { Reply } from '#contract/endpoint.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { type Difficulty, difficulties } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Status } from '#web/ui/Status.tsx'
import { type PlanLine, PlanLineForm } from './PlanLineForm.tsx'

type Section = Reply<typeof getBank>['sessions'][number]['sections'][number]
export type PlacedLine = { line: PlanLine; index: number }
/** The questions that the bank lacks, for a line or for its pool. */
export type LineShortfall = { kind: 'line' | 'pool'; missing: number }

type Props = {
  name: string
  /** null for lines over several sections, or of a section that is gone. */
  section: Section | null
  lines: readonly PlacedLine[]
  shortfallOf: (line: number) => LineShortfall | null
  isOpen: boolean
  onToggle: () => void
  /** How many questions the section gives in all. */
  onCount: (count: number) => void
  onLine: (index: number, next: PlanLine | null) => void
  onAddLine: () => void
}

const mostAsked = 200

/** One section of the course in one row: how many questions it gives, of what the bank has; its lines unfold under it. */
export function PlanSection(props: Props) {
  const { name, section, lines, shortfallOf, isOpen, onToggle, onCount, onLine, onAddLine } = props
  const { t, list } = useText()
  const asked = lines.reduce((sum, { line }) => sum + line.count, 0)
  const held = lines.reduce((sum, { line }) => sum + (line.pool ?? line.count), 0)
  const available = section && difficulties.reduce((sum, one) => sum + section.counts[one], 0)
  const missing = lines.flatMap(({ index }) => shortfallOf(index) ?? [])
  const mix = mixOf(lines)
  return (
    <>
      <tr role="row" className="plan__row" data-asked={asked > 0 || undefined}>
        <th role="rowheader" scope="row" className="table__lead">
          {name}
          {missing.map(({ kind, missing: count }) => (
            <span key={kind} className="plan__missing">
              <Status shape="bad" tone="bad">
                {t(kind === 'line' ? 'exams.plan.short' : 'exams.plan.shortPool', { count })}
              </Status>
            </span>
          ))}
        </th>
        <td role="cell" className="plan__count">
          <Field label={<span className="vh">{t('exams.plan.askedOf', { section: name })}</span>}>
            <NumberStepper value={asked} min={0} max={mostAsked} onChange={(count) => onCount(Math.round(count))} />
          </Field>
        </td>
        <td role="cell" className="plan__mix">
          {asked > 0 && mix.length === 0 && <span className="muted">{t('questions.anyDifficulty')}</span>}
          {mix.length > 0 &&
            list(mix.map(([difficulty, count]) => t('exams.proposal.ofDifficulty', { count, difficulty })))}
          {held > asked && <span className="muted"> {t('exams.plan.drawnFrom', { pool: held })}</span>}
        </td>
        <td role="cell" className="plan__bars table__hide" aria-hidden="true">
          {available !== null && <Bars available={available} requested={held} />}
        </td>
        <td role="cell" className="table__end" data-label={t('exams.plan.available')}>
          {available ?? '–'}
        </td>
        <td role="cell" className="plan__more">
          <Button
            variant="quiet"
            size="small"
            iconOnly
            aria-expanded={isOpen}
            aria-label={t('exams.plan.detail', { section: name })}
            onClick={onToggle}
          >
            <Icon name={isOpen ? 'chevron-up' : 'chevron-down'} />
          </Button>
        </td>
      </tr>
      {isOpen && (
        <tr role="row" className="plan__lines">
          <td role="cell" colSpan={6}>
            <ul>
              {lines.map(({ line, index }) => (
                <li key={index}>
                  <PlanLineForm line={line} name={name} onChange={(next) => onLine(index, next)} />
                </li>
              ))}
            </ul>
            <Button size="small" variant="quiet" onClick={onAddLine}>
              <Icon name="plus" />
              {t('exams.plan.addLine')}
            </Button>
          </td>
        </tr>
      )}
    </>
  )
}

/** How many questions each difficulty gives, of the lines that say one. */
function mixOf(lines: readonly PlacedLine[]): [Difficulty, number][] {
  return difficulties.flatMap((difficulty): [Difficulty, number][] => {
    const count = lines.reduce((sum, { line }) => (line.difficulty === difficulty ? sum + line.count : sum), 0)
    return count > 0 ? [[difficulty, count]] : []
  })
}

const mostBars = 14

/** One bar per question of the bank, bold for those requested, dashed for those missing. */
function Bars({ available, requested }: { available: number; requested: number }) {
  const count = Math.min(mostBars, Math.max(available, requested))
  return (
    <svg className="bars" viewBox={`0 0 ${mostBars * 6} 16`}>
      {Array.from({ length: count }, (_, index) => {
        const look = index >= available ? 'bars__none' : index < requested ? 'bars__asked' : 'bars__free'
        // biome-ignore lint/suspicious/noArrayIndexKey: a stroke has no other name than its rank
        return <path key={index} className={look} d={`M${index * 6 + 2} ${index < requested ? 2 : 6}V14`} />
      })}
    </svg>
  )
}
