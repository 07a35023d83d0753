import { type FormEvent, useId, useState } from 'react'
import type { ProjectTerms } from '#contract/projects/project-parts.ts'
import { setProjectTerms } from '#contract/projects/projects.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { LateFields } from './LateFields.tsx'
import { useProjectChange } from './use-project-change.ts'

type Props = { courseId: string; projectId: string; terms: ProjectTerms; onClose: () => void }

/** The due date of a project, its late penalty and the number of graders. */
export function TermsDialog({ courseId, projectId, terms, onClose }: Props) {
  const text = useText()
  const { t } = text
  const formId = useId()
  const [draft, setDraft] = useState(terms)
  const change = useProjectChange(setProjectTerms, onClose)
  const set = (part: Partial<ProjectTerms>) => setDraft({ ...draft, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ params: { courseId, projectId }, body: draft })
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('projects.terms.title')}
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={formId} busy={change.isPending}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form id={formId} className="form" noValidate onSubmit={submit}>
        <DateTimeField
          label={t('projects.terms.deadline')}
          optional
          value={draft.deadline === null ? null : new Date(draft.deadline)}
          onChange={(at) => set({ deadline: at?.toISOString() ?? null })}
        />
        <LateFields rule={draft.late} onChange={(late) => set({ late })} />
        <Checkbox
          label={t('projects.terms.double')}
          hint={t('projects.terms.doubleHint')}
          checked={draft.isDouble}
          onChange={(event) => set({ isDouble: event.target.checked })}
        />
        {draft.isDouble && (
          <Field label={t('projects.terms.mostGap')} hint={t('projects.terms.mostGapHint')}>
            <NumberStepper
              value={draft.mostGap / 100}
              max={20}
              step={0.5}
              onChange={(points) => set({ mostGap: Math.round(points * 100) })}
            />
          </Field>
        )}
        <Checkbox
          label={t('projects.terms.takesHttp')}
          hint={t('projects.terms.takesHttpHint')}
          checked={draft.takesHttp}
          onChange={(event) => set({ takesHttp: event.target.checked })}
        />
        <Failed error={change.error} />
      </form>
    </Dialog>
  )
}
