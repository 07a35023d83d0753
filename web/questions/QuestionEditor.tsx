import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useEffectEvent, useState } from 'react'
import { useLocation } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { createQuestion, type QuestionDraft, saveQuestion } from '#contract/questions/question-writing.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { isAtLeast, useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { ChoicesFields } from './ChoicesFields.tsx'
import { ContextFields } from './ContextFields.tsx'
import { AboutFields, WordsFields } from './EditorFields.tsx'
import { EditorPreview } from './EditorPreview.tsx'
import { useQuestionDraft } from './use-question-draft.ts'
import { useRefreshBank } from './use-refresh-bank.ts'
import './editor.css'

export type StagedDraft = {
  place: string
  save: (draft: QuestionDraft, onSuccess: () => void) => void
  isPending: boolean
  error: Error | null
  href: string
}

type Props = {
  courseId: string
  bank: Reply<typeof getBank>
  headings: readonly string[]
  /** null for a new question. */
  edited: { id: string; version: number } | null
  /** A draft of an assistant, which stays where it waits: how it is saved, and where its page is. */
  staged?: StagedDraft
  first: QuestionDraft
}

/** The editor on the left; on the right, the preview, then what is missing and the writing warnings. */
export function QuestionEditor({ courseId, bank, headings, edited, staged, first }: Props) {
  const { t, dateTime } = useText()
  const { role } = useCourse()
  const say = useToast()
  const refresh = useRefreshBank()
  const [, navigate] = useLocation()
  const [isChecked, setChecked] = useState(false)
  const place = `${courseId}:${staged?.place ?? edited?.id ?? 'new'}`
  const keeper = useQuestionDraft({ courseId, questionId: edited?.id ?? null, first, place })
  const { draft, change, preview, found } = keeper
  const onSuccess = ({ id, version }: { id: string; version: number }) => {
    keeper.done()
    refresh()
    say({ text: edited ? t('questions.edit.saved', { version }) : t('questions.edit.created') })
    navigate(at.course(courseId).question(id).page)
  }
  const create = useMutation({ ...mutation(createQuestion), onSuccess })
  const save = useMutation({ ...mutation(saveQuestion), onSuccess })
  const error = create.error ?? save.error ?? staged?.error ?? null
  const isSaving = create.isPending || save.isPending || staged?.isPending === true
  const faults = isChecked ? (preview.data?.faults ?? []) : []
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    setChecked(true)
    if (staged) staged.save(draft, keeper.done)
    else if (edited)
      save.mutate({ params: { courseId, questionId: edited.id }, body: { ...draft, version: edited.version } })
    else create.mutate({ params: { courseId }, body: draft })
  }
  // Listens on the whole window, because removing a row leaves nothing focused.
  const saveNow = useEffectEvent(() => {
    if (!isSaving) send()
  })
  useEffect(() => {
    const onKeys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      saveNow()
    }
    document.addEventListener('keydown', onKeys)
    return () => document.removeEventListener('keydown', onKeys)
  }, [])
  const isBarred = role !== null && !isAtLeast(role, 'trainer')
  const fields = { draft, change, faults }
  return (
    <form className="editor" onSubmit={send} noValidate>
      <div className="editor__form">
        {found && (
          <Notice
            tone="info"
            live="status"
            actions={
              <>
                <Button size="small" onClick={keeper.takeFound}>
                  {t('questions.edit.takeDraft')}
                </Button>
                <Button size="small" variant="quiet" onClick={keeper.dropFound}>
                  {t('questions.edit.dropDraft')}
                </Button>
              </>
            }
          >
            <p>{t('questions.edit.found', { date: dateTime(found.at) })}</p>
          </Notice>
        )}
        <ContextFields {...fields} courseId={courseId} />
        <WordsFields {...fields} />
        <ChoicesFields {...fields} />
        <AboutFields {...fields} courseId={courseId} bank={bank} headings={headings} />
        <Failed error={error} />
        <div className="form__end editor__end">
          <Button
            type="submit"
            variant="primary"
            busy={isSaving}
            reason={isBarred ? t('students.trainersOnly') : undefined}
          >
            {t(staged ? 'questions.import.drafts.save' : edited ? 'questions.edit.save' : 'questions.edit.create')}
          </Button>
          <LinkButton
            href={
              staged?.href ?? (edited ? at.course(courseId).question(edited.id).page : at.course(courseId).questions)
            }
          >
            {t('common.cancel')}
          </LinkButton>
          <p className="small muted">{t('questions.edit.keys')}</p>
        </div>
      </div>
      <EditorPreview draft={draft} preview={preview} />
    </form>
  )
}
