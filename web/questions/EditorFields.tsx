import { useId } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import type { DraftFault, QuestionDraft } from '#contract/questions/question-writing.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { bloomLevels, difficulties, purposes, questionTypes } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { MarkdownField } from './MarkdownField.tsx'
import { QuotePicker } from './QuotePicker.tsx'
import { placeOptions } from './section-options.ts'

export type FieldsProps = {
  draft: QuestionDraft
  change: (part: Partial<QuestionDraft>) => void
  faults: readonly DraftFault[]
}

/** The stem and its type. */
export function WordsFields({ draft, change, faults }: FieldsProps) {
  const { t } = useText()
  return (
    <>
      <Segmented
        legend={t('questions.typeLabel')}
        value={draft.type}
        onChange={(type) => change({ type })}
        options={questionTypes.map((value) => ({ value, label: t(`questions.type.${value}`) }))}
      />
      <MarkdownField
        label={t('questions.edit.stem')}
        hint={`${t('questions.edit.stemHint')} ${t('questions.image.hint')}`}
        error={faults.includes('stem') ? t('questions.faults.stem') : null}
        required
        rows={8}
        maxLength={8_000}
        value={draft.stem}
        onText={(stem) => change({ stem })}
      />
    </>
  )
}

type AboutProps = FieldsProps & { courseId: string; bank: Reply<typeof getBank>; headings: readonly string[] }

/** The explanation, the section and the difficulty. */
export function AboutFields({ courseId, draft, change, faults, bank, headings }: AboutProps) {
  const { t } = useText()
  const list = useId()
  const places = placeOptions(bank.sessions, t)
  const source = (part: Partial<QuestionDraft['source']>) => change({ source: { ...draft.source, ...part } })
  return (
    <>
      <MarkdownField
        label={t('questions.explanation')}
        hint={t('questions.edit.explanationHint')}
        error={faults.includes('explanation') ? t('questions.faults.explanation') : null}
        required
        rows={5}
        maxLength={4_000}
        value={draft.explanation}
        onText={(explanation) => change({ explanation })}
      />
      <Field
        label={t('questions.section')}
        error={faults.includes('section') ? t('questions.faults.section') : null}
        required
      >
        <Select
          value={draft.section}
          onChange={(section) =>
            change({ section, ...(objectivesOf(bank, section).includes(draft.objective) ? {} : { objective: '' }) })
          }
          options={[
            ...(places.some(({ value }) => value === draft.section) ? [] : [{ value: draft.section, label: '–' }]),
            ...places,
          ]}
        />
      </Field>
      <ObjectiveField draft={draft} change={change} objectives={objectivesOf(bank, draft.section)} />
      <div className="form__row">
        <Field label={t('questions.difficultyLabel')}>
          <Select
            value={draft.difficulty}
            onChange={(difficulty) => change({ difficulty })}
            options={difficulties.map((value) => ({ value, label: t(`questions.difficulty.${value}`) }))}
          />
        </Field>
        <Field label={t('questions.levelLabel')}>
          <Select
            value={draft.level}
            onChange={(level) => change({ level })}
            options={bloomLevels.map((value) => ({ value, label: t(`questions.level.${value}`) }))}
          />
        </Field>
      </div>
      <div className="form__row">
        <Field label={t('questions.edit.seconds')} hint={t('questions.edit.secondsHint')}>
          <NumberStepper
            value={draft.seconds}
            min={10}
            max={900}
            step={10}
            onChange={(seconds) => change({ seconds })}
          />
        </Field>
        <Field label={t('questions.tagsLabel')} hint={t('questions.edit.tagsHint')} optional>
          <Input
            defaultValue={draft.tags.join(', ')}
            maxLength={600}
            onChange={(event) => change({ tags: namesIn(event.target.value) })}
          />
        </Field>
      </div>
      <Field
        label={t('questions.edit.heading')}
        hint={t('questions.edit.headingHint')}
        error={faults.includes('heading') ? t('questions.faults.heading') : null}
        required
      >
        <Input
          list={list}
          maxLength={200}
          value={draft.source.heading}
          onChange={(event) => source({ heading: event.target.value })}
        />
      </Field>
      <datalist id={list}>
        {headings.map((heading) => (
          <option key={heading} value={heading}>
            {heading}
          </option>
        ))}
      </datalist>
      <Field label={t('questions.edit.quote')} hint={t('questions.edit.quoteHint')} optional>
        <Input maxLength={500} value={draft.source.quote} onChange={(event) => source({ quote: event.target.value })} />
      </Field>
      <QuotePicker
        courseId={courseId}
        section={draft.section}
        source={draft.source}
        onPick={(picked) => change({ source: picked })}
      />
      <ProofFields draft={draft} change={change} faults={faults} />
      <RadioGroup
        legend={t('questions.purposeLabel')}
        value={draft.purpose}
        onChange={(purpose) => change({ purpose })}
        options={purposes.map((value) => ({
          value,
          label: t(`questions.purpose.${value}`),
          hint: t(`questions.edit.purposeHint.${value}`),
        }))}
      />
    </>
  )
}

const objectivesOf = ({ sessions }: AboutProps['bank'], section: string) =>
  sessions.flatMap(({ sections }) => sections).find(({ id }) => id === section)?.objectives ?? []

type ObjectiveProps = Pick<FieldsProps, 'draft' | 'change'> & { objectives: readonly string[] }

/** Which objective of the section the question measures; one that the outline no longer has is kept until changed. */
function ObjectiveField({ draft, change, objectives }: ObjectiveProps) {
  const { t } = useText()
  const isGone = draft.objective !== '' && !objectives.includes(draft.objective)
  if (objectives.length === 0 && !isGone) return null
  return (
    <Field label={t('questions.edit.objective')} hint={t('questions.edit.objectiveHint')} optional>
      <Select
        value={draft.objective}
        onChange={(objective) => change({ objective })}
        options={[
          { value: '', label: '–' },
          ...objectives.map((value) => ({ value, label: value })),
          ...(isGone
            ? [{ value: draft.objective, label: t('questions.edit.objectiveGone', { objective: draft.objective }) }]
            : []),
        ]}
      />
    </Field>
  )
}

/** What proves it, when that was last checked, and what it is never asked with. */
function ProofFields({ draft, change, faults }: FieldsProps) {
  const { t } = useText()
  const verified = (part: Partial<QuestionDraft['verified']>) => change({ verified: { ...draft.verified, ...part } })
  const verifiedFault = faults.includes('verified') ? t('questions.faults.verified') : null
  return (
    <>
      <Field
        label={t('questions.edit.reference')}
        hint={t('questions.edit.referenceHint')}
        error={faults.includes('reference') ? t('questions.faults.reference') : null}
        optional
      >
        <Input
          type="url"
          maxLength={500}
          value={draft.reference}
          onChange={(event) => change({ reference: event.target.value })}
        />
      </Field>
      <div className="form__row">
        <Field label={t('questions.edit.verifiedDate')} error={verifiedFault} optional>
          <Input type="date" value={draft.verified.date} onChange={(event) => verified({ date: event.target.value })} />
        </Field>
        <Field label={t('questions.edit.verifiedVersion')} hint={t('questions.edit.verifiedVersionHint')} optional>
          <Input
            maxLength={100}
            value={draft.verified.version}
            onChange={(event) => verified({ version: event.target.value })}
          />
        </Field>
      </div>
      <Field
        label={t('questions.edit.enemies')}
        hint={t('questions.edit.enemiesHint')}
        error={faults.includes('unknown_enemy') ? t('questions.faults.unknown_enemy') : null}
        optional
      >
        <Input
          defaultValue={draft.enemies.join(', ')}
          maxLength={800}
          onChange={(event) => change({ enemies: namesIn(event.target.value) })}
        />
      </Field>
    </>
  )
}

/** Up to twelve names separated by commas. */
const namesIn = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim().slice(0, 64))
    .filter(Boolean)
    .slice(0, 12)
