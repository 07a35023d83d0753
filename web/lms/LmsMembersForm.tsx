import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { importMembers, type LmsContext, previewMembers } from '#contract/lms/members.ts'
import { undoImport } from '#contract/students/roster-import.ts'
import { Refusal } from '#core/refusal.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useRefreshClass } from '#web/students/use-class.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { MembersPreview } from './MembersPreview.tsx'
import { UnavailableNotice } from './UnavailableNotice.tsx'

type Props = { courseId: string; context: LmsContext }

export function LmsMembersForm({ courseId, context }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const refresh = useRefreshClass()
  const [, navigate] = useLocation()
  const [takesNumbers, setTakesNumbers] = useState(false)
  const params = { courseId, contextId: context.id }
  const preview = useMutation({ ...mutation(previewMembers) })
  const read = (takes: boolean) => preview.mutate({ params, body: { takesNumbers: takes } })
  const undo = useMutation({
    ...mutation(undoImport),
    onSuccess: () => say({ text: t('students.import.undone') }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const write = useMutation({
    ...mutation(importMembers),
    onSuccess: ({ importId, added, changed, archived, linked }) => {
      refresh()
      say({
        text: t('lms.members.done', { added, changed, archived, linked }),
        ...(importId ? { undo: () => undo.mutate({ params: { courseId, importId } }) } : {}),
      })
      navigate(at.course(courseId).students)
    },
    onError: (error) => {
      // The list or the class changed since the preview: preview again.
      if (error instanceof Refusal && error.code === 'preview_outdated') read(takesNumbers)
    },
  })
  return (
    <section className="stack stack--tight" aria-label={context.title}>
      <div className="section-head">
        <h2>{context.title}</h2>
        <p className="muted">{context.platformName}</p>
      </div>
      <Checkbox
        label={t('lms.members.takesNumbers')}
        hint={t('lms.members.takesNumbersHint')}
        checked={takesNumbers}
        onChange={({ target }) => {
          setTakesNumbers(target.checked)
          if (preview.data) read(target.checked)
        }}
      />
      <div className="cluster">
        <Button busy={preview.isPending} onClick={() => read(takesNumbers)}>
          {t(preview.data ? 'lms.members.readAgain' : 'lms.members.read')}
        </Button>
      </div>
      <UnavailableNotice error={write.error ?? preview.error} />
      {preview.data && (
        <MembersPreview
          preview={preview.data}
          busy={write.isPending || preview.isPending}
          onImport={(archiveIds) =>
            write.mutate({
              params,
              body: { takesNumbers, archiveIds: [...archiveIds], fingerprint: preview.data.fingerprint },
            })
          }
        />
      )}
    </section>
  )
}
