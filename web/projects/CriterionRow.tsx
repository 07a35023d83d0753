import type { CSSProperties, KeyboardEvent } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ExactInput } from '#web/ui/ExactInput.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { type CriterionDraft, type LevelDraft, newLevel } from './rubric-draft.ts'
import './level-row.css'

type Props = {
  criterion: CriterionDraft
  number: number
  count: number
  /** On 20, hundredths; null while a weight or a point is no number. */
  worth: { most: number; levels: readonly number[] } | null
  /** The one a phone shows. */
  isCurrent: boolean
  onChange: (criterion: CriterionDraft) => void
  onMove: (step: 1 | -1) => void
  onDuplicate: () => void
  onRemove: () => void
}

/** A row of the matrix: the criterion with its weight, then its levels side by side, from the lowest. */
export function CriterionRow(props: Props) {
  const { criterion, number, count, worth, isCurrent, onChange, onMove, onDuplicate, onRemove } = props
  const { t, points } = useText()
  const name = criterion.title || String(number)
  const set = (part: Partial<CriterionDraft>) => onChange({ ...criterion, ...part })
  const setLevel = (id: string, part: Partial<LevelDraft>) =>
    set({ levels: criterion.levels.map((level) => (level.id === id ? { ...level, ...part } : level)) })
  const onKeys = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys come from the fields inside and are only watched here
    <section
      className="criterion-row"
      data-current={isCurrent || undefined}
      data-criterion={criterion.id}
      aria-label={t('projects.editor.criterion', { number })}
      onKeyDown={onKeys}
    >
      <div className="criterion-row__head">
        <Textarea
          rows={1}
          aria-label={t('projects.editor.title')}
          placeholder={t('projects.editor.title')}
          value={criterion.title}
          maxLength={80}
          onChange={(event) => set({ title: event.target.value.replaceAll('\n', ' ') })}
        />
        <Textarea
          rows={1}
          aria-label={t('projects.editor.descriptionOf', { name })}
          placeholder={t('projects.editor.description')}
          value={criterion.description}
          maxLength={200}
          onChange={(event) => set({ description: event.target.value })}
        />
        <div className="criterion-row__weight">
          {criterion.weight === null ? (
            <span className="small muted">{t('projects.editor.bonus')}</span>
          ) : (
            <label className="small">
              {t('projects.editor.weight')}{' '}
              <ExactInput
                value={criterion.weight}
                maxLength={10}
                aria-label={t('projects.editor.weightOf', { name })}
                onChange={(weight) => set({ weight })}
              />
            </label>
          )}
          <span className="small muted num">
            {worth === null ? '–' : t('projects.editor.outOfTwenty', { points: points(worth.most) })}
          </span>
        </div>
        <div className="criterion-row__tools">
          <Tool
            icon="arrow-up"
            label={t('projects.editor.up', { name })}
            off={number === 1}
            onPress={() => onMove(-1)}
          />
          <Tool
            icon="arrow-down"
            label={t('projects.editor.down', { name })}
            off={number === count}
            onPress={() => onMove(1)}
          />
          <Tool icon="copy" label={t('projects.editor.duplicate', { name })} onPress={onDuplicate} />
          <Tool
            icon="plus"
            label={t('projects.editor.addLevelTo', { name })}
            off={criterion.levels.length >= 9}
            onPress={() => set({ levels: [...criterion.levels, newLevel(criterion)] })}
          />
          <Tool icon="trash" label={t('projects.editor.removeCriterion', { title: name })} onPress={onRemove} />
        </div>
      </div>
      <ol className="level-row criterion-row__levels" style={{ '--levels': criterion.levels.length } as CSSProperties}>
        {criterion.levels.map((level, rank) => (
          <li key={level.id}>
            <LevelCell
              level={level}
              number={rank + 1}
              of={name}
              worth={worth?.levels[rank] ?? null}
              onChange={(part) => setLevel(level.id, part)}
              onRemove={
                criterion.levels.length > 2
                  ? () => set({ levels: criterion.levels.filter(({ id }) => id !== level.id) })
                  : undefined
              }
            />
          </li>
        ))}
      </ol>
    </section>
  )
}

type ToolProps = {
  icon: 'arrow-up' | 'arrow-down' | 'copy' | 'plus' | 'trash'
  label: string
  off?: boolean
  onPress: () => void
}

function Tool({ icon, label, off = false, onPress }: ToolProps) {
  return (
    <Button size="small" iconOnly aria-label={label} title={label} disabled={off} onClick={onPress}>
      <Icon name={icon} />
    </Button>
  )
}

type LevelProps = {
  level: LevelDraft
  number: number
  of: string
  worth: number | null
  onChange: (part: Partial<LevelDraft>) => void
  onRemove: (() => void) | undefined
}

function LevelCell({ level, number, of, worth, onChange, onRemove }: LevelProps) {
  const { t, points } = useText()
  const where = { number, of }
  return (
    <fieldset className="level-cell">
      <legend className="vh">{t('projects.editor.levelOf', where)}</legend>
      <div className="level-cell__top">
        <Input
          aria-label={t('projects.editor.label')}
          placeholder={t('projects.editor.label')}
          value={level.label}
          maxLength={40}
          onChange={(event) => onChange({ label: event.target.value })}
        />
        <ExactInput
          aria-label={t('projects.editor.points')}
          value={level.points}
          maxLength={10}
          onChange={(points) => onChange({ points })}
        />
      </div>
      <Textarea
        rows={3}
        maxLength={300}
        aria-label={t('projects.editor.levelDescription')}
        placeholder={t('projects.editor.levelDescription')}
        value={level.description}
        onChange={(event) => onChange({ description: event.target.value })}
      />
      <div className="level-cell__foot">
        <span className="small muted num">
          {worth === null ? '–' : t('projects.editor.outOfTwenty', { points: points(worth) })}
        </span>
        {onRemove && (
          <Button
            size="small"
            iconOnly
            aria-label={t('projects.editor.removeLevelOf', { label: level.label || String(number), of })}
            onClick={onRemove}
          >
            <Icon name="cross" />
          </Button>
        )}
      </div>
    </fieldset>
  )
}
