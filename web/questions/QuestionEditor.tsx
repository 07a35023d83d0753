import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useEffectEvent, useMemo, useState } from 'react'
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
import { PanelTabs } from '#web/ui/PanelTabs.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { AnswersFields } from './answers/AnswersFields.tsx'
import { ContextText } from './ContextFields.tsx'
import { AboutFields, ExplanationField, faultsOnSheet, WordsFields } from './EditorFields.tsx'
import { EditorPreview, EditorRemarks } from './EditorPreview.tsx'
import { type MarkdownTarget, MarkdownTargetContext } from './markdown-target.ts'
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
  edited: { id: string; version: number; nextId: string | null } | null
  /** A draft of an assistant, which stays where it waits: how it is saved, and where its page is. */
  staged?: StagedDraft
  first: QuestionDraft
  /** Begins another new question, once this one is in the bank. */
  onAnother?: (saved: QuestionDraft) => void
}

type Panel = 'preview' | 'sheet' | 'remarks'

/** The texts on the left; on the right, the preview, the sheet of the question, and what the checks say. */
export function QuestionEditor({ courseId, bank, headings, edited, staged, first, onAnother }: Props) {
  const { t, dateTime } = useText()
  const { role } = useCourse()
  const say = useToast()
  const refresh = useRefreshBank()
  const [, navigate] = useLocation()
  const [isChecked, setChecked] = useState(false)
  const [panel, setPanel] = useState<Panel>('preview')
  const [target, setTarget] = useState<MarkdownTarget | null>(null)
  const targeting = useMemo(() => ({ target, setTarget }), [target])
  const place = `${courseId}:${staged?.place ?? edited?.id ?? 'new'}`
  const keeper = useQuestionDraft({ courseId, questionId: edited?.id ?? null, first, place })
  const { draft, change, preview, found } = keeper
  const create = useMutation(mutation(createQuestion))
  const save = useMutation(mutation(saveQuestion))
  const error = create.error ?? save.error ?? staged?.error ?? null
  const isSaving = create.isPending || save.isPending || staged?.isPending === true
  const faults = isChecked ? (preview.data?.faults ?? []) : []
  const inCourse = at.course(courseId)
  const send = (goesOn: boolean) => {
    setChecked(true)
    const onSuccess = ({ id, version }: { id: string; version: number }) => {
      keeper.done()
      refresh()
      say({ text: edited ? t('questions.edit.saved', { version }) : t('questions.edit.created') })
      if (!goesOn) navigate(inCourse.question(id).page)
      else if (edited) navigate(edited.nextId ? inCourse.question(edited.nextId).edit : inCourse.question(id).page)
      else onAnother?.(draft)
    }
    // What is missing may be on the sheet, which is then shown.
    const onError = () => {
      const missing = preview.data?.faults ?? []
      if (missing.length > 0) setPanel(missing.some((fault) => faultsOnSheet.includes(fault)) ? 'sheet' : 'remarks')
    }
    if (staged) staged.save(draft, keeper.done)
    else if (edited)
      save.mutate(
        { params: { courseId, questionId: edited.id }, body: { ...draft, version: edited.version } },
        { onSuccess, onError },
      )
    else create.mutate({ params: { courseId }, body: draft }, { onSuccess, onError })
  }
  const isBarred = role !== null && !isAtLeast(role, 'trainer')
  const barred = isBarred ? t('students.trainersOnly') : undefined
  const isLast = edited !== null && edited.nextId === null
  // Listens on the whole window, because removing a row leaves nothing focused.
  const saveByKeys = useEffectEvent((goesOn: boolean) => {
    if (!isSaving && !isBarred) send(goesOn && !staged && !isLast)
  })
  useEffect(() => {
    const onKeys = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.isComposing) return
      const isSave = event.key.toLowerCase() === 's'
      if (!isSave && event.key !== 'Enter') return
      event.preventDefault()
      saveByKeys(!isSave)
    }
    document.addEventListener('keydown', onKeys)
    return () => document.removeEventListener('keydown', onKeys)
  }, [])
  const fields = { draft, change, faults }
  const told = preview.data
  return (
    <MarkdownTargetContext.Provider value={targeting}>
      <form
        className="editor page-fill"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          send(false)
        }}
        noValidate
      >
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
          <WordsFields key={`words-${keeper.epoch}`} {...fields} />
          <ContextText {...fields} courseId={courseId} />
          <AnswersFields key={`answers-${keeper.epoch}-${draft.answers?.type}`} {...fields} />
          <ExplanationField {...fields} />
        </div>
        <aside className="editor__pane" aria-label={t('questions.edit.beside')}>
          <p className="vh" role="status">
            {told && t('questions.edit.remarks', { faults: told.faults.length, remarks: told.remarks.length })}
          </p>
          <PanelTabs
            label={t('questions.edit.beside')}
            open={panel}
            onOpen={setPanel}
            tabs={[
              {
                id: 'preview',
                text: t('questions.edit.preview'),
                panel: <EditorPreview draft={draft} preview={preview} />,
              },
              {
                id: 'sheet',
                text: t('questions.edit.sheet'),
                panel: (
                  <AboutFields
                    key={`about-${keeper.epoch}`}
                    {...fields}
                    courseId={courseId}
                    bank={bank}
                    headings={headings}
                  />
                ),
              },
              {
                id: 'remarks',
                text: t('questions.edit.check'),
                ...(told ? { count: told.faults.length + told.remarks.length } : {}),
                panel: <EditorRemarks preview={preview} />,
              },
            ]}
          />
        </aside>
        <div className="editor__bar">
          <Failed error={error} />
          <div className="actions">
            <Button type="submit" variant="primary" busy={isSaving} reason={barred}>
              {t(staged ? 'questions.import.drafts.save' : 'common.save')}
            </Button>
            {!staged && (
              <Button
                busy={isSaving}
                reason={barred ?? (isLast ? t('questions.edit.isLast') : undefined)}
                onClick={() => send(true)}
              >
                {t('questions.edit.saveAndNext')}
              </Button>
            )}
            <LinkButton
              variant="quiet"
              href={staged?.href ?? (edited ? inCourse.question(edited.id).page : inCourse.questions)}
            >
              {t('common.cancel')}
            </LinkButton>
            <p className="small muted editor__keys">
              {t(staged ? 'questions.edit.keysOfDraft' : 'questions.edit.keys')}
            </p>
          </div>
        </div>
      </form>
    </MarkdownTargetContext.Provider>
  )
}
