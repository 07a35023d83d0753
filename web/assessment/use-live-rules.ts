import { useState } from 'react'
import { type RulesView, setRules } from '#contract/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import type { FinalSheetView } from './final-sheet.ts'
import { sheetUnder, withCoefficient } from './live-rules.ts'
import { isUsable } from './rules-draft.ts'
import { useAssessmentChange } from './use-assessment-change.ts'

/** Coefficients typed in the headings of the sheet: their effect at once, then saved, or left as they were. */
export function useLiveRules(courseId: string, sheet: FinalSheetView) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const [typed, setTyped] = useState<{ revision: number; rules: RulesView } | null>(null)
  // Rules saved by somebody else meanwhile replace what was being tried.
  const draft = typed?.revision === sheet.revision ? typed.rules : null
  const saving = useAssessmentChange(setRules)
  const fail = (error: Error) => say({ tone: 'warn', text: sentenceOf(error, text) })
  const send = (rules: RulesView, revision: number) =>
    saving.mutateAsync({ params: { courseId }, body: { revision, title: sheet.title, rules } })
  const save = () => {
    if (draft === null) return
    const before = sheet.rules
    send(draft, sheet.revision).then(({ revision }) => {
      const undo = () => void send(before, revision).catch(fail)
      say({ text: t('assessment.rules.saved'), undo })
    }, fail)
  }
  return {
    draft,
    /** The sheet under what is typed; as it is while a coefficient is not one. */
    shown: draft !== null && isUsable(draft) ? sheetUnder(sheet, draft) : sheet,
    isPending: saving.isPending,
    change: (id: string, coefficient: string) =>
      setTyped({ revision: sheet.revision, rules: withCoefficient(draft ?? sheet.rules, id, coefficient) }),
    save,
    leave: () => setTyped(null),
  }
}

export type LiveRules = ReturnType<typeof useLiveRules>
