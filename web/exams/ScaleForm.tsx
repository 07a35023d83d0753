import { useState } from 'react'
import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Select } from '#web/ui/Select.tsx'
import { ScaleFields } from './ScaleFields.tsx'
import { type ScaleText, scaleOf, textOfScale } from './scale-text.ts'

export type DraftForm = { draft: ExamDraft; onChange: (part: Partial<ExamDraft>) => void }

export const grains = [1, 10, 25, 50, 100] as const
const roundings = ['nearest', 'up', 'down'] as const

type MarkRule = ExamDraft['markRule']

/** The ceiling at the top of the scale is none: marks then go as far as the points do. */
const ceilingOf = (ceiling: number, { outOf }: Pick<MarkRule, 'outOf'>) => (ceiling >= outOf ? undefined : ceiling)

/** Another scale, with its floor and its ceiling still inside it. */
const withinScale = (outOf: number, { floor, ceiling = outOf }: MarkRule): Partial<MarkRule> => ({
  ...{ outOf, floor: Math.min(floor, outOf) },
  ceiling: ceilingOf(ceiling, { outOf }),
})

/** How answers become points, and points a mark. */
export function ScaleForm({ draft, onChange }: DraftForm) {
  const { t } = useText()
  const { markRule, questionPoints, scale } = draft
  const [text, setText] = useState(() => textOfScale(scale))
  const setScale = (next: ScaleText) => {
    setText(next)
    const made = scaleOf(next)
    // An invalid scale is not saved: the last valid one is kept.
    if (made) onChange({ scale: made })
  }
  const setRule = (part: Partial<ExamDraft['markRule']>) => onChange({ markRule: { ...markRule, ...part } })
  return (
    <div className="form">
      <ScaleFields scale={text} onChange={setScale} />
      <Field label={t('exams.scale.points')} hint={t('exams.scale.pointsHint')}>
        <NumberStepper
          value={questionPoints / 100}
          min={0.25}
          max={100}
          step={0.25}
          onChange={(value) => onChange({ questionPoints: Math.round(value * 100) })}
        />
      </Field>
      <h2>{t('exams.scale.mark')}</h2>
      <div className="form__row">
        <Field label={t('exams.scale.outOf')}>
          <NumberStepper
            value={markRule.outOf / 100}
            min={1}
            max={1000}
            onChange={(value) => setRule(withinScale(Math.round(value * 100), markRule))}
          />
        </Field>
        <Field label={t('exams.scale.grain')}>
          <Select
            value={String(markRule.grain)}
            onChange={(value) => setRule({ grain: grains.find((grain) => String(grain) === value) ?? 1 })}
            options={grains.map((grain) => ({ value: String(grain), label: t(`exams.scale.grain${grain}`) }))}
          />
        </Field>
        <Field label={t('exams.scale.rounding')} hint={t('exams.scale.once')}>
          <Select
            value={markRule.rounding}
            onChange={(rounding) => setRule({ rounding })}
            options={roundings.map((value) => ({ value, label: t(`exams.scale.${value}`) }))}
          />
        </Field>
      </div>
      <div className="form__row">
        <Field label={t('exams.scale.floor')} hint={t('exams.scale.floorHint')}>
          <NumberStepper
            value={markRule.floor / 100}
            min={0}
            max={(markRule.ceiling ?? markRule.outOf) / 100}
            onChange={(value) => setRule({ floor: Math.round(value * 100) })}
          />
        </Field>
        <Field label={t('exams.scale.ceiling')} hint={t('exams.scale.ceilingHint')}>
          <NumberStepper
            value={(markRule.ceiling ?? markRule.outOf) / 100}
            min={markRule.floor / 100}
            max={markRule.outOf / 100}
            onChange={(value) => setRule({ ceiling: ceilingOf(Math.round(value * 100), markRule) })}
          />
        </Field>
      </div>
    </div>
  )
}
