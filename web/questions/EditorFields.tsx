import { useId, useRef } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { partLimits } from '#contract/questions/question-file.ts'
import type { DraftAnswers, DraftFault, QuestionDraft } from '#contract/questions/question-writing.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { bloomLevels, difficulties, purposes, questionTypes } from '#core/questions/question.ts'
import { isTicked } from '#web/questions/is-ticked.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { firstAnswers } from './answers/first-answers.ts'
import { gapsFor } from './answers/gap-moves.ts'
import { ContextChoice } from './ContextFields.tsx'
import type { FieldsProps } from './editor-fields.ts'
import { MarkdownField } from './MarkdownField.tsx'
import { MarkdownToolbar } from './MarkdownToolbar.tsx'
import { QuotePicker } from './QuotePicker.tsx'
import { placeOptions } from './section-options.ts'

/** The type, then the stem, under the toolbar that all texts share. */
export function WordsFields({ draft, change, faults }: FieldsProps) {
  const { t } = useText()
  // What was written for another type comes back with it.
  const written = useRef(new Map<QuestionDraft['type'], Pick<QuestionDraft, 'type' | 'choices' | 'answers'>>())
  const setType = (type: QuestionDraft['type']) => {
    const { answers, choices } = draft
    written.current.set(draft.type, { type: draft.type, choices, answers })
    if (isTicked(type) && isTicked(draft.type)) change({ type })
    else change({ ...(written.current.get(type) ?? firstAnswers(type)), type })
  }
  return (
    <>
      <div className="editor__top">
        <Field label={t('questions.typeLabel')}>
          <Select
            value={draft.type}
            onChange={setType}
            options={questionTypes.map((value) => ({ value, label: t(`questions.type.${value}`) }))}
          />
        </Field>
        <MarkdownToolbar />
      </div>
      <MarkdownField
        label={t('questions.edit.stem')}
        error={faults.includes('stem') ? t('questions.faults.stem') : null}
        required
        isFirst
        rows={3}
        maxLength={8_000}
        value={draft.stem}
        onText={(stem) => change({ stem, ...(draft.answers && { answers: answersFor(draft.answers, stem) }) })}
      />
    </>
  )
}

/** A gap that the stem names for the first time gets its options to write. */
const answersFor = (answers: DraftAnswers, stem: string): DraftAnswers =>
  answers.type === 'cloze' ? { ...answers, gaps: [...gapsFor(stem, answers.gaps, partLimits.gaps)] } : answers

/** What is said once the marks are published. */
export function ExplanationField({ draft, change, faults }: FieldsProps) {
  const { t } = useText()
  return (
    <MarkdownField
      label={t('questions.explanation')}
      hint={t('questions.edit.explanationHint')}
      error={faults.includes('explanation') ? t('questions.faults.explanation') : null}
      required
      rows={3}
      maxLength={4_000}
      value={draft.explanation}
      onText={(explanation) => change({ explanation })}
    />
  )
}

/** The faults whose field is on the sheet beside the text. */
export const faultsOnSheet: readonly DraftFault[] = [
  'section',
  'seconds',
  'heading',
  'tags',
  'reference',
  'verified',
  'unknown_enemy',
]

type AboutProps = FieldsProps & { courseId: string; bank: Reply<typeof getBank>; headings: readonly string[] }

/** Where the question belongs, how hard it is, what it rests on. */
export function AboutFields({ courseId, draft, change, faults, bank, headings }: AboutProps) {
  const { t, duration } = useText()
  const list = useId()
  const places = placeOptions(bank.sessions, t)
  const moveTo = useSourceOfSection({ draft, bank, change })
  const source = (part: Partial<QuestionDraft['source']>) => change({ source: { ...draft.source, ...part } })
  const own = sectionOf(bank, draft.section)?.headings ?? []
  return (
    <div className="editor__sheet">
      <Field
        label={t('questions.section')}
        error={faults.includes('section') ? t('questions.faults.section') : null}
        required
      >
        <Select
          value={draft.section}
          onChange={moveTo}
          options={[
            ...(places.some(({ value }) => value === draft.section) ? [] : [{ value: draft.section, label: '–' }]),
            ...places,
          ]}
        />
      </Field>
      <ObjectiveField draft={draft} change={change} objectives={objectivesOf(bank, draft.section)} />
      <div className="editor__three">
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
        <Field
          label={t('questions.edit.seconds')}
          hint={draft.seconds >= 60 ? duration(draft.seconds) : t('questions.edit.secondsHint')}
          error={faults.includes('seconds') ? t('questions.faults.seconds') : null}
        >
          <Input
            inputMode="numeric"
            maxLength={4}
            value={draft.seconds === 0 ? '' : String(draft.seconds)}
            onChange={(event) => change({ seconds: Number(event.target.value.replace(/\D/g, '')) })}
          />
        </Field>
      </div>
      <Field
        label={t('questions.edit.heading')}
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
        {[...new Set([...own, ...headings])].map((heading) => (
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
      <Segmented
        legend={t('questions.purposeLabel')}
        isLegendShown
        value={draft.purpose}
        onChange={(purpose) => change({ purpose })}
        options={purposes.map((value) => ({ value, label: t(`questions.purpose.${value}`) }))}
      />
      <p className="small muted">{t(`questions.edit.purposeHint.${draft.purpose}`)}</p>
      <ContextChoice courseId={courseId} draft={draft} change={change} />
      <Field label={t('questions.tagsLabel')} hint={t('questions.edit.tagsHint')} optional>
        <Input
          defaultValue={draft.tags.join(', ')}
          maxLength={600}
          onChange={(event) => change({ tags: namesIn(event.target.value) })}
        />
      </Field>
      <ProofFields draft={draft} change={change} faults={faults} />
    </div>
  )
}

const sectionOf = ({ sessions }: AboutProps['bank'], section: string) =>
  sessions.flatMap(({ sections }) => sections).find(({ id }) => id === section)

/**
 * Moves the question to another section: its heading follows to one of that section, because the old one would be
 * stored with it, and comes back with the section it was written in.
 */
function useSourceOfSection({ draft, bank, change }: Pick<AboutProps, 'draft' | 'bank' | 'change'>) {
  const written = useRef(new Map<string, QuestionDraft['source']>())
  return (section: string) => {
    written.current.set(draft.section, draft.source)
    const headings = sectionOf(bank, section)?.headings ?? []
    const isThere = headings.length === 0 || headings.includes(draft.source.heading)
    change({
      section,
      ...(objectivesOf(bank, section).includes(draft.objective) ? {} : { objective: '' }),
      source: isThere ? draft.source : (written.current.get(section) ?? { heading: headings[0] ?? '', quote: '' }),
    })
  }
}

const objectivesOf = (bank: AboutProps['bank'], section: string) => sectionOf(bank, section)?.objectives ?? []

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
