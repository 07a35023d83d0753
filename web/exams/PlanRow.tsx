import type { Reply } from '#contract/endpoint.ts'
import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { bloomLevels, type Difficulty, difficulties, questionTypes } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Status } from '#web/ui/Status.tsx'

export type PlanLine = ExamDraft['blueprint']['lines'][number]
type Section = Reply<typeof getBank>['sessions'][number]['sections'][number]

type Props = {
  line: PlanLine
  /** null for a line that spans several sections. */
  section: Section | null
  /** The questions that the bank lacks, for the line or for its pool. */
  shortfall: { kind: 'line' | 'pool'; missing: number } | null
  /** null removes the line. */
  onChange: (next: PlanLine | null) => void
}

export function PlanRow({ line, section, shortfall, onChange }: Props) {
  const { t } = useText()
  const name = section?.title ?? line.section ?? t('exams.plan.anySection')
  // The bank is counted by difficulty only: for a line with a level or a type, the draw gives the number available.
  const available = section && !line.level && !line.type ? availableIn(section, line.difficulty) : null
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="table__lead">
        {name}
        {shortfall && (
          <span className="plan__missing">
            <Status shape="bad" tone="bad">
              {t(shortfall.kind === 'line' ? 'exams.plan.short' : 'exams.plan.shortPool', { count: shortfall.missing })}
            </Status>
          </span>
        )}
      </th>
      <td role="cell" className="plan__difficulty">
        <Field label={<span className="vh">{t('exams.plan.difficultyOf', { section: name })}</span>}>
          <Select
            value={line.difficulty ?? ''}
            onChange={(value) => onChange({ ...line, difficulty: value || undefined })}
            options={[
              { value: '', label: t('questions.anyDifficulty') },
              ...difficulties.map((value) => ({ value, label: t(`questions.difficulty.${value}`) })),
            ]}
          />
        </Field>
        <Narrower line={line} name={name} onChange={onChange} />
      </td>
      <td role="cell" className="plan__count">
        <div className="plan__line">
          <Field label={<span className="vh">{t('exams.plan.askedOf', { section: name })}</span>}>
            <NumberStepper
              value={line.count}
              min={1}
              max={200}
              onChange={(count) => onChange(withPool({ ...line, count }, line.pool))}
            />
          </Field>
          <Button
            variant="quiet"
            size="small"
            iconOnly
            aria-label={t('exams.plan.remove', { section: name })}
            onClick={() => onChange(null)}
          >
            <Icon name="cross" />
          </Button>
        </div>
        <Pool line={line} name={name} onChange={onChange} />
      </td>
      <td role="cell" className="plan__bars table__hide" aria-hidden="true">
        {available !== null && <Bars available={available} requested={line.pool ?? line.count} />}
      </td>
      <td role="cell" className="table__end" data-label={t('exams.plan.available')}>
        {available ?? '–'}
      </td>
    </tr>
  )
}

type NarrowerProps = Pick<Props, 'line' | 'onChange'> & { name: string }

/** Level and type, collapsed because most plans use only the difficulty. */
function Narrower({ line, name, onChange }: NarrowerProps) {
  const { t } = useText()
  return (
    <details className="plan__narrower" open={Boolean(line.level || line.type) || undefined}>
      <summary>
        {t('exams.plan.narrower')}
        <span className="vh"> {name}</span>
      </summary>
      <Field label={t('questions.levelLabel')}>
        <Select
          value={line.level ?? ''}
          onChange={(value) => onChange({ ...line, level: value || undefined })}
          options={[
            { value: '', label: t('questions.anyLevel') },
            ...bloomLevels.map((value) => ({ value, label: t(`questions.level.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('questions.typeLabel')}>
        <Select
          value={line.type ?? ''}
          onChange={(value) => onChange({ ...line, type: value || undefined })}
          options={[
            { value: '', label: t('questions.anyType') },
            ...questionTypes.map((value) => ({ value, label: t(`questions.type.${value}`) })),
          ]}
        />
      </Field>
    </details>
  )
}

/** The size of the pool each paper draws from, collapsed because most exams have the same questions for everyone. */
function Pool({ line, name, onChange }: NarrowerProps) {
  const { t } = useText()
  return (
    <details className="plan__narrower">
      <summary>
        {line.pool ? t('exams.plan.drawnFrom', { pool: line.pool }) : t('exams.plan.pool')}
        <span className="vh"> {name}</span>
      </summary>
      <Field label={<span className="vh">{t('exams.plan.poolOf', { section: name })}</span>}>
        <NumberStepper
          value={line.pool ?? line.count}
          min={line.count}
          max={200}
          onChange={(pool) => onChange(withPool(line, pool))}
        />
      </Field>
    </details>
  )
}

/** A pool no larger than the number of questions drawn is removed. */
function withPool({ pool: _former, ...line }: PlanLine, pool: number | undefined): PlanLine {
  return pool !== undefined && pool > line.count ? { ...line, pool } : line
}

const availableIn = ({ counts }: Section, difficulty: Difficulty | undefined) =>
  difficulty ? counts[difficulty] : counts.easy + counts.medium + counts.hard

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
