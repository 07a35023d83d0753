import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mostDrafts } from '#contract/courses/assistant.ts'
import { getDraftingPrompt } from '#contract/courses/materials.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { AskAssistant } from './AskAssistant.tsx'

type Props = { courseId: string; section: { id: string; title: string }; open: boolean; onClose: () => void }

/** The text to give to an assistant for a section: to read, copy or keep, and to send where an owner allowed it. */
export function DraftingPromptDialog({ courseId, section, open, onClose }: Props) {
  const { t } = useText()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('courses.assistant.title', { section: section.title })}
      wide
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('courses.assistant.close')}
          </Button>
          <LinkButton
            variant="primary"
            href={`${at.course(courseId).importQuestions}?${new URLSearchParams({ coller: section.id })}`}
          >
            {t('courses.assistant.paste')}
          </LinkButton>
        </>
      }
    >
      <Prompt courseId={courseId} sectionId={section.id} />
    </Dialog>
  )
}

function Prompt({ courseId, sectionId }: { courseId: string; sectionId: string }) {
  const { t } = useText()
  const [count, setCount] = useState(mostDrafts)
  const prompt = useQuery({
    ...query(getDraftingPrompt, { params: { courseId, section: sectionId }, query: { count } }),
    placeholderData: keepPreviousData,
  })
  return (
    <QueryView query={prompt}>
      {(data) => (
        <div className="stack stack--tight">
          <p>{data.assistant ? t('courses.drafting.lead', data.assistant) : t('courses.assistant.lead')}</p>
          <p className="muted">
            {t('courses.assistant.holds', { passages: data.passages, models: data.models })}{' '}
            {data.examModels > 0 && t('courses.assistant.exam', { count: data.examModels })}
          </p>
          {data.passages === 0 && <p>{t('courses.assistant.noPassage')}</p>}
          {data.assistant && (
            <Field label={t('courses.drafting.count')}>
              <NumberStepper value={count} onChange={setCount} min={1} max={mostDrafts} />
            </Field>
          )}
          <Field label={t('courses.assistant.text')}>
            <Textarea code rows={12} readOnly value={data.prompt} />
          </Field>
          <div className="cluster">
            <CopyButton text={data.prompt} label={t('courses.assistant.copy')} />
            <Button
              size="small"
              onClick={() => download(t('courses.assistant.file', { section: sectionId }), data.prompt)}
            >
              <Icon name="download" />
              {t('courses.assistant.download')}
            </Button>
          </div>
          {data.assistant && (
            <AskAssistant
              {...{ courseId, sectionId, count, prompt: data, assistant: data.assistant }}
              busy={prompt.isFetching}
            />
          )}
        </div>
      )}
    </QueryView>
  )
}

function download(name: string, content: string) {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/markdown' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  // The browser has taken the bytes once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 1_000)
}
