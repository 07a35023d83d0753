import type { Group, Part } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ExactInput } from '#web/ui/ExactInput.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import type { FinalSheetView } from './final-sheet.ts'
import { KeepFields } from './KeepFields.tsx'
import { newPart, sourceValue, withSource } from './rules-draft.ts'
import { SeveralExamsFields } from './SeveralExamsFields.tsx'

type Props = {
  part: Part
  /** 0 for a component of the grade itself, 1 for one inside a group. */
  depth?: number
  number: number
  sources: FinalSheetView['sources']
  onChange: (part: Part) => void
  onRemove: () => void
}

/** One component: its name, its weight and the source of its marks. */
export function PartFields({ part, depth = 0, number, sources, onChange, onRemove }: Props) {
  const { t } = useText()
  const source = part.content.kind === 'mark' ? part.content.source : null
  const here = source?.kind === 'exams' ? 'exams' : sourceValue(part)
  const known = [
    { value: 'hand', label: t('assessment.rules.byHand') },
    ...sources.exams.map(({ id, title }) => ({ value: `exam:${id}`, label: t('assessment.rules.ofExam', { title }) })),
    ...(sources.exams.length > 1 || here === 'exams' ? [{ value: 'exams', label: t('assessment.rules.several') }] : []),
    ...sources.projects.map(({ id, title }) => ({
      value: `project:${id}`,
      label: t('assessment.rules.ofProject', { title }),
    })),
    // A group cannot contain a group: courses need no more than two levels.
    ...(depth === 0 ? [{ value: 'group', label: t('assessment.rules.group') }] : []),
  ]
  const isKnown = known.some(({ value }) => value === here)
  return (
    <fieldset className="part-fields">
      <legend className="vh">{t('assessment.rules.component', { number })}</legend>
      <Field label={t('assessment.rules.componentName')}>
        <Input value={part.name} maxLength={80} onChange={(event) => onChange({ ...part, name: event.target.value })} />
      </Field>
      <Field label={t('assessment.rules.coefficient')}>
        <ExactInput value={part.coefficient} onChange={(coefficient) => onChange({ ...part, coefficient })} />
      </Field>
      <Field label={t('assessment.rules.source')}>
        <Select
          value={here}
          onChange={(value) => onChange(withSource(part, value))}
          options={isKnown ? known : [{ value: here, label: t('assessment.rules.gone'), disabled: true }, ...known]}
        />
      </Field>
      <Button
        iconOnly
        aria-label={t('assessment.rules.remove', { name: part.name || String(number) })}
        onClick={onRemove}
      >
        <Icon name="trash" />
      </Button>
      {source?.kind === 'exams' && (
        <SeveralExamsFields
          source={source}
          exams={sources.exams}
          onChange={(next) => onChange({ ...part, content: { kind: 'mark', source: next } })}
        />
      )}
      <PartRules part={part} onChange={onChange} />
      {part.content.kind === 'group' && (
        <GroupFields group={part.content} sources={sources} onChange={(content) => onChange({ ...part, content })} />
      )}
    </fieldset>
  )
}

const roles = ['weighted', 'added'] as const

const bounds = ['minimum', 'floor', 'ceiling'] as const

/** Whether the component is weighted or added, its eliminatory mark, its floor and its ceiling. */
function PartRules({ part, onChange }: Pick<Props, 'part' | 'onChange'>) {
  const { t } = useText()
  return (
    <div className="two-fields part-fields__more">
      <Field label={t('assessment.policy.role')}>
        <Select
          value={part.role}
          onChange={(role) => onChange({ ...part, role })}
          options={roles.map((value) => ({ value, label: t(`assessment.policy.roles.${value}`) }))}
        />
      </Field>
      {bounds.map((bound) => (
        <Field
          key={bound}
          label={t(bound === 'minimum' ? 'assessment.policy.minimum' : `assessment.rules.${bound}`)}
          optional
        >
          <ExactInput
            value={part[bound] ?? ''}
            onChange={(value) => onChange({ ...part, [bound]: value.trim() === '' ? null : value })}
          />
        </Field>
      ))}
    </div>
  )
}

type GroupContent = Extract<Part['content'], { kind: 'group' }>
type GroupProps = { group: GroupContent; sources: FinalSheetView['sources']; onChange: (group: GroupContent) => void }

/** The components of a group, and which of their marks count. */
function GroupFields({ group, sources, onChange }: GroupProps) {
  const { t } = useText()
  const change = (next: Partial<Group>) => onChange({ ...group, ...next })
  return (
    <div className="part-fields__group">
      <div className="two-fields">
        <KeepFields keep={group.keep} onChange={(keep) => change({ keep })} />
      </div>
      {group.parts.map((inner, rank) => (
        <PartFields
          key={inner.id}
          part={inner}
          depth={1}
          number={rank + 1}
          sources={sources}
          onChange={(next) => change({ parts: group.parts.map((each) => (each.id === next.id ? next : each)) })}
          onRemove={() => change({ parts: group.parts.filter(({ id }) => id !== inner.id) })}
        />
      ))}
      <div>
        <Button size="small" onClick={() => change({ parts: [...group.parts, newPart()] })}>
          <Icon name="plus" />
          {t('assessment.rules.addInside')}
        </Button>
      </div>
    </div>
  )
}
