import type { CorrectedQuestion } from '#contract/grading/corrections.ts'
import { cutText } from '#core/cut-text.ts'
import { isParted, partsOf } from '#core/questions/parts.ts'
import { ScaleFields } from '#web/exams/ScaleFields.tsx'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { Select } from '#web/ui/Select.tsx'
import { type CorrectionDraft, questionChanges } from './correction-draft.ts'
import { PartsKeyForm } from './PartsKeyForm.tsx'
import { TypedKeyForm } from './TypedKeyForm.tsx'

type Props = {
  questions: readonly CorrectedQuestion[]
  decision: CorrectionDraft
  onChange: (part: Partial<CorrectionDraft>) => void
}

/** The question, and its correction. */
export function QuestionDecision({ questions, decision, onChange }: Props) {
  const { t, points } = useText()
  const question = questions.find(({ id }) => id === decision.questionId)
  return (
    <>
      <Field label={t('grading.correction.question')}>
        <Select
          value={decision.questionId ?? ''}
          onChange={(questionId) =>
            onChange({ questionId: questionId || null, choiceIds: [], part: null, what: 'key' })
          }
          options={[
            { value: '', label: t('grading.correction.choose') },
            ...questions.map(({ id, position, opening }) => ({
              value: id,
              label: t('grading.correction.questionName', { position, opening: cutText(opening, 70) }),
            })),
          ]}
        />
      </Field>
      {question && (
        <>
          <RadioGroup
            legend={t('grading.correction.what')}
            value={decision.what}
            onChange={(what) => onChange({ what, choiceIds: [] })}
            options={questionChanges
              .filter((what) => what !== 'part' || hasFreeParts(question.type))
              .map((what) => ({
                value: what,
                label: t(`grading.correction.whats.${what}`),
                // Six explanations at once would push the choices out of the screen.
                ...(what === decision.what && {
                  hint: t(`grading.correction.whats.${what}Hint`, { type: question.type }),
                }),
              }))}
          />
          {(decision.what === 'key' || decision.what === 'accept_also') && (
            <AnyKeyForm question={question} decision={decision} onChange={onChange} />
          )}
          {decision.what === 'part' && (
            <Select
              aria-label={t('grading.correction.whats.part')}
              value={decision.part ?? ''}
              onChange={(part) => onChange({ part: part || null })}
              options={[
                { value: '', label: t('grading.correction.choosePart') },
                ...partsOf(question.choices).map(({ id }, rank) => ({
                  value: id,
                  label: t('questions.partName', { type: question.type, n: rank + 1 }),
                })),
              ]}
            />
          )}
          {decision.what === 'question_scale' && (
            <ScaleFields isAnswered scale={decision.scale} onChange={(scale) => onChange({ scale })} />
          )}
          {decision.what === 'points' && (
            <Field
              label={t('grading.correction.points')}
              hint={t('grading.correction.pointsNow', { points: points(question.ruled.points) })}
            >
              <Input
                value={decision.points}
                inputMode="decimal"
                maxLength={8}
                onChange={(event) => onChange({ points: event.target.value })}
              />
            </Field>
          )}
        </>
      )}
    </>
  )
}

/** An order counts as a whole: only the parts of a cloze and of a matching can be left out. */
const hasFreeParts = (type: CorrectedQuestion['type']) => type === 'cloze' || type === 'matching'

function AnyKeyForm(props: { question: CorrectedQuestion } & Omit<Props, 'questions'>) {
  const { type } = props.question
  if (isParted(type)) return <PartsKeyForm {...props} />
  return type === 'exact_answer' ? <TypedKeyForm {...props} /> : <KeyForm {...props} />
}

/** The choices as written, with how many students ticked each one and the current key. */
function KeyForm({ question, decision, onChange }: { question: CorrectedQuestion } & Omit<Props, 'questions'>) {
  const { t } = useText()
  const { choices, ruled, type } = question
  const isOne = type !== 'multiple'
  const label = (index: number, text: CorrectedQuestion['stem']) => (
    <>
      {String.fromCharCode(65 + index)}. <ContentView content={text} inline />
    </>
  )
  const hint = (id: string, count: number) =>
    ruled.right.includes(id)
      ? t('grading.correction.choiceKey', { count })
      : t('grading.correction.choiceCount', { count })
  const legend = t(decision.what === 'key' ? 'grading.correction.newKey' : 'grading.correction.alsoKey')
  if (isOne) {
    return (
      <RadioGroup
        legend={legend}
        value={decision.choiceIds[0] ?? null}
        onChange={(id) => onChange({ choiceIds: [id] })}
        options={choices.map(({ id, text, count }, index) => ({
          value: id,
          label: label(index, text),
          hint: hint(id, count),
          disabled:
            ruled.right.includes(id) &&
            ruled.neutral === null &&
            ruled.alsoAccepted.length === 0 &&
            ruled.right.length === 1,
        }))}
      />
    )
  }
  const toggled = (id: string, isOn: boolean) =>
    isOn ? [...decision.choiceIds, id] : decision.choiceIds.filter((other) => other !== id)
  return (
    <fieldset className="field">
      <legend className="field__label">{legend}</legend>
      <div className="options">
        {choices.map(({ id, text, count }, index) => (
          <Checkbox
            key={id}
            label={label(index, text)}
            hint={hint(id, count)}
            checked={decision.choiceIds.includes(id)}
            onChange={(event) => onChange({ choiceIds: toggled(id, event.target.checked) })}
          />
        ))}
      </div>
    </fieldset>
  )
}
