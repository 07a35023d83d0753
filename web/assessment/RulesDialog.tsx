import { type FormEvent, useId, useState } from 'react'
import { type RulesView, setRules } from '#contract/assessment/rules.ts'
import type { Part } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { EffectsFields } from './EffectsFields.tsx'
import type { FinalSheetView } from './final-sheet.ts'
import { PartFields } from './PartFields.tsx'
import { PolicyFields } from './PolicyFields.tsx'
import { PresetButtons } from './PresetButtons.tsx'
import { RoundedFirst } from './RoundedFirst.tsx'
import { RoundingFields } from './RoundingFields.tsx'
import { isUsable, newPart } from './rules-draft.ts'
import { TrialOutcome } from './TrialOutcome.tsx'
import { TrialTable } from './TrialTable.tsx'
import { useAssessmentChange } from './use-assessment-change.ts'

type Props = { courseId: string; sheet: FinalSheetView; onClose: () => void; onReload: () => void }

/** Edits the rules as one form saved at once: saving them one by one would show intermediate grades. */
export function RulesDialog({ courseId, sheet, onClose, onReload }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const formId = useId()
  const [title, setTitle] = useState(sheet.title || t('assessment.title'))
  const [rules, setDraft] = useState<RulesView>(sheet.rules)
  const change = (part: Partial<RulesView>) => setDraft({ ...rules, ...part })
  const saving = useAssessmentChange(setRules, () => {
    onClose()
    say({ text: t('assessment.rules.saved') })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isUsable(rules) && title.trim() !== '')
      saving.mutate({ params: { courseId }, body: { revision: sheet.revision, title, rules } })
  }
  const setPart = (next: Part) => change({ parts: rules.parts.map((part) => (part.id === next.id ? next : part)) })
  const isConflict = saving.error !== null && 'code' in saving.error && saving.error.code === 'changed_meanwhile'
  const tried = rules === sheet.rules ? null : rules
  const hasTrial = sheet.rules.parts.length > 0
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('assessment.rules.title')}
      actions={
        <>
          {hasTrial && <TrialOutcome sheet={sheet} rules={tried} />}
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            busy={saving.isPending}
            reason={isUsable(rules) ? undefined : t('assessment.rules.incomplete')}
          >
            {t('assessment.rules.save')}
          </Button>
        </>
      }
    >
      <form id={formId} className="form rules-form" noValidate onSubmit={submit}>
        {saving.error && (
          <Notice tone="bad" live="alert" actions={isConflict && <Button onClick={onReload}>{t('ui.reload')}</Button>}>
            {sentenceOf(saving.error, text)}
          </Notice>
        )}
        <Field label={t('assessment.rules.name')} required>
          <Input data-safe value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <PresetButtons rules={rules} sources={sheet.sources} onChoose={setDraft} />
        <h3 className="small-title">{t('assessment.rules.components')}</h3>
        {rules.parts.map((part, rank) => (
          <PartFields
            key={part.id}
            part={part}
            number={rank + 1}
            sources={sheet.sources}
            onChange={setPart}
            onRemove={() => change({ parts: rules.parts.filter(({ id }) => id !== part.id) })}
          />
        ))}
        <div>
          <Button size="small" onClick={() => change({ parts: [...rules.parts, newPart()] })}>
            <Icon name="plus" />
            {t('assessment.rules.add')}
          </Button>
        </div>
        <PolicyFields rules={rules} onChange={change} />
        <RoundingFields rounding={rules.rounding} onChange={(rounding) => change({ rounding })} />
        <RoundedFirst sheet={sheet} rules={rules} />
        <EffectsFields effects={rules.effects} onChange={(effects) => change({ effects })} />
        {hasTrial && <TrialTable sheet={sheet} rules={tried} />}
      </form>
    </Dialog>
  )
}
