import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { type CriterionDraft, type LevelDraft, newLevel } from './rubric-draft.ts'

type Props = {
  criterion: CriterionDraft
  number: number
  onChange: (criterion: CriterionDraft) => void
  onRemove: () => void
}

/** Edits a criterion and its levels, from the lowest to the highest. */
export function CriterionEditor({ criterion, number, onChange, onRemove }: Props) {
  const { t } = useText()
  const set = (part: Partial<CriterionDraft>) => onChange({ ...criterion, ...part })
  const setLevel = (id: string, part: Partial<LevelDraft>) =>
    set({ levels: criterion.levels.map((level) => (level.id === id ? { ...level, ...part } : level)) })
  return (
    <section className="sheet sheet--pad criterion-edit" aria-label={t('projects.editor.criterion', { number })}>
      <div className="criterion-edit__head">
        <Field label={t('projects.editor.title')}>
          <Input value={criterion.title} maxLength={80} onChange={(event) => set({ title: event.target.value })} />
        </Field>
        <Field label={t('projects.editor.description')} optional>
          <Input
            value={criterion.description}
            maxLength={200}
            onChange={(event) => set({ description: event.target.value })}
          />
        </Field>
        <Field label={t('projects.editor.weight')}>
          <Input
            inputMode="decimal"
            value={criterion.weight ?? ''}
            disabled={criterion.weight === null}
            maxLength={10}
            onChange={(event) => set({ weight: event.target.value })}
          />
        </Field>
        <Button
          iconOnly
          aria-label={t('projects.editor.removeCriterion', { title: criterion.title || String(number) })}
          onClick={onRemove}
        >
          <Icon name="trash" />
        </Button>
      </div>
      {criterion.levels.map((level, rank) => (
        <LevelEditor
          key={level.id}
          level={level}
          number={rank + 1}
          onChange={(part) => setLevel(level.id, part)}
          onRemove={
            criterion.levels.length > 2
              ? () => set({ levels: criterion.levels.filter(({ id }) => id !== level.id) })
              : undefined
          }
        />
      ))}
      <div>
        <Button
          size="small"
          disabled={criterion.levels.length >= 9}
          onClick={() => set({ levels: [...criterion.levels, newLevel(criterion)] })}
        >
          <Icon name="plus" />
          {t('projects.editor.addLevel')}
        </Button>
      </div>
    </section>
  )
}

type LevelProps = {
  level: LevelDraft
  number: number
  onChange: (part: Partial<LevelDraft>) => void
  onRemove: (() => void) | undefined
}

function LevelEditor({ level, number, onChange, onRemove }: LevelProps) {
  const { t } = useText()
  return (
    <fieldset className="level-edit">
      <legend className="vh">{t('projects.editor.level', { number })}</legend>
      <Field label={t('projects.editor.label')}>
        <Input value={level.label} maxLength={40} onChange={(event) => onChange({ label: event.target.value })} />
      </Field>
      <Field label={t('projects.editor.levelDescription')}>
        <Textarea
          rows={2}
          maxLength={300}
          value={level.description}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </Field>
      <Field label={t('projects.editor.points')}>
        <Input
          inputMode="decimal"
          value={level.points}
          maxLength={10}
          onChange={(event) => onChange({ points: event.target.value })}
        />
      </Field>
      <Button
        iconOnly
        disabled={onRemove === undefined}
        aria-label={t('projects.editor.removeLevel', { label: level.label || String(number) })}
        onClick={onRemove}
      >
        <Icon name="trash" />
      </Button>
    </fieldset>
  )
}
