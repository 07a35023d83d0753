import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { mostDrafts } from '#contract/courses/assistant.ts'
import { getDraftingPrompt } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { draftsOn, longAnswer } from '#core/courses/drafting-prompt.ts'
import { noSection } from '#core/courses/outline.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { AskAssistant } from './AskAssistant.tsx'

/** `exam`: how many exam questions it has. */
export type PromptedSection = { id: string; title: string; exam: number }
type Props = {
  courseId: string
  /** Those to choose among: the ones without a question are chosen, or all of them. */
  sections: readonly PromptedSection[]
  /** Of the questions to ask for on each; absent, a number that one answer can hold. */
  count?: number | undefined
  open: boolean
  onClose: () => void
}

/** The text to give to an assistant for sections: to read, copy or keep, and to send where an owner allowed it. */
export function DraftingPromptDialog({ courseId, sections, count, open, onClose }: Props) {
  const { t } = useText()
  const bare = sections.filter(({ exam }) => exam === 0)
  const [chosen, setChosen] = useState<readonly string[]>(() => (bare.length > 0 ? bare : sections).map(({ id }) => id))
  const [only] = sections.length === 1 ? sections : []
  // The questions of one answer go to several sections, and each names its own.
  const pasteIn = chosen.length === 1 ? (chosen[0] ?? noSection) : noSection
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={only ? t('courses.assistant.title', { section: only.title }) : t('courses.assistant.titleOfSeveral')}
      wide
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('courses.assistant.close')}
          </Button>
          <LinkButton
            variant="primary"
            href={`${at.course(courseId).importQuestions}?${new URLSearchParams({ coller: pasteIn })}`}
          >
            {t('courses.assistant.paste')}
          </LinkButton>
        </>
      }
    >
      <div className="stack stack--tight">
        {!only && (
          <details className="disclosure">
            <summary>
              {t('courses.assistant.sections', { chosen: chosen.length, total: sections.length, bare: bare.length })}
            </summary>
            {sections.map(({ id, title, exam }) => (
              <Checkbox
                key={id}
                label={title}
                hint={t('courses.outline.questions', { count: exam })}
                checked={chosen.includes(id)}
                onChange={() => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])}
              />
            ))}
          </details>
        )}
        {chosen.length === 0 ? (
          <p className="muted">{t('courses.assistant.noSection')}</p>
        ) : (
          <Prompt courseId={courseId} sections={chosen} given={count} />
        )}
      </div>
    </Dialog>
  )
}

type PromptProps = { courseId: string; sections: readonly string[]; given: number | undefined }

function Prompt({ courseId, sections, given }: PromptProps) {
  const { t } = useText()
  // Null follows the sections, until the trainer says otherwise.
  const [asked, setAsked] = useState<number | null>(null)
  const isOne = sections.length === 1
  const least = sections.length
  const most = isOne ? mostDrafts : 200
  const usual = isOne ? (given ?? mostDrafts) : given === undefined ? draftsOn(least) : given * least
  const count = Math.min(most, Math.max(least, asked ?? usual))
  const prompt = useQuery({
    ...query(getDraftingPrompt, { params: { courseId }, query: { sections: sections.join(','), count } }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <div data-no-save>
        <Field label={t(isOne ? 'courses.drafting.count' : 'courses.assistant.countInAll')}>
          <NumberStepper value={count} onChange={setAsked} min={least} max={most} />
        </Field>
      </div>
      {count > longAnswer && (
        <p className="small muted" role="status">
          {t('courses.assistant.long', { count })}
        </p>
      )}
      <QueryView query={prompt}>
        {(data) => (
          <PromptText data={data} assistant={isOne ? data.assistant : null}>
            {isOne && data.assistant && (
              <AskAssistant
                {...{ courseId, sectionId: sections[0] ?? '', count, prompt: data, assistant: data.assistant }}
                busy={prompt.isFetching}
              />
            )}
          </PromptText>
        )}
      </QueryView>
    </>
  )
}

type TextProps = {
  data: Reply<typeof getDraftingPrompt>
  /** Whom it can be sent to from here. */
  assistant: { host: string; model: string } | null
  children: ReactNode
}

function PromptText({ data, assistant, children }: TextProps) {
  const { t, list } = useText()
  const empty = data.sections.filter(({ passages }) => passages === 0)
  const [only] = data.sections.length === 1 ? data.sections : []
  return (
    <div className="stack stack--tight">
      <p>{assistant ? t('courses.drafting.lead', assistant) : t('courses.assistant.lead')}</p>
      <p className="muted">
        {t('courses.assistant.holds', {
          passages: data.sections.reduce((sum, { passages }) => sum + passages, 0),
          models: data.models,
        })}{' '}
        {data.examModels > 0 && t('courses.assistant.exam', { count: data.examModels })}
      </p>
      {empty.length > 0 && (
        <p>
          {only
            ? t('courses.assistant.noPassage')
            : t('courses.assistant.noPassageIn', {
                count: empty.length,
                sections: list(empty.map(({ title }) => title)),
              })}
        </p>
      )}
      <Field label={t('courses.assistant.text')}>
        <Textarea code rows={12} readOnly value={data.prompt} />
      </Field>
      <div className="cluster">
        <CopyButton text={data.prompt} label={t('courses.assistant.copy')} />
        <Button
          size="small"
          onClick={() =>
            download(
              t('courses.assistant.file', { section: only?.id ?? t('courses.assistant.fileOfSeveral') }),
              data.prompt,
            )
          }
        >
          <Icon name="download" />
          {t('courses.assistant.download')}
        </Button>
      </div>
      {children}
    </div>
  )
}

function download(name: string, content: string) {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/markdown' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  // The browser has taken the bytes once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 1_000)
}
