import { type FormEvent, type ReactNode, useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import type { previewCopyFile } from '#contract/grading/copy-files.ts'
import { ContextView } from '#web/questions/ContextView.tsx'
import { contextBlock } from '#web/questions/context-block.ts'
import { sentencesOf } from '#web/questions/split-stem.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

type Preview = Reply<typeof previewCopyFile>
type Question = Preview['questions'][number]
type Props = { preview: Preview; busy: boolean; onTake: (reason: string) => void }

/** The result of the signature check, the answers that differ, and the decision with its reason. */
export function CopyFileDecision({ preview, busy, onTake }: Props) {
  const { t, rich } = useText()
  const differing = preview.questions.filter(({ verdict }) => verdict !== 'same')
  const count = differing.filter(({ verdict }) => verdict === 'newer').length
  const same = preview.questions.length - differing.length
  const bold = (words: ReactNode) => <strong>{words}</strong>
  return (
    <>
      <SheetRow label={preview.studentName}>
        <div className="stack stack--tight">
          <Notice tone="good">
            <p>{rich('attempts.staff.copyFile.signed', { name: preview.studentName, b: bold })}</p>
          </Notice>
          <p>{t('attempts.staff.copyFile.differences', { count, same })}</p>
        </div>
      </SheetRow>
      {differing.map((question) => (
        <Difference key={question.id} question={question} contexts={preview.contexts} />
      ))}
      {count > 0 && <Decision count={count} busy={busy} onTake={onTake} />}
    </>
  )
}

type DifferenceProps = { question: Question; contexts: Preview['contexts'] }

function Difference({ question, contexts }: DifferenceProps) {
  const { position, stem, verdict, choices, typed, certainty } = question
  const block = contextBlock([question], contexts, 1)
  const { t } = useText()
  const isNewer = verdict === 'newer'
  const badge = (
    <Badge tone={isNewer ? 'accent' : 'muted'} shape={isNewer ? 'part' : 'done'}>
      {t(isNewer ? 'attempts.staff.copyFile.newer' : 'attempts.staff.copyFile.older')}
    </Badge>
  )
  return (
    <SheetRow label={t('attempts.staff.copyFile.question', { position })}>
      {badge}
      {block && <ContextView {...block} first={position} last={position} folded />}
      <p className="copy-diff__stem">{sentencesOf(stem)}</p>
      <dl className="copy-diff">
        <dt>{t('attempts.staff.copyFile.kept')}</dt>
        <dd>
          <Choices chosen={choices.filter(({ isKept }) => isKept)} said={typed?.kept} certainty={certainty.kept} />
        </dd>
        <dt>{t('attempts.staff.copyFile.inFile')}</dt>
        <dd>
          <Choices
            chosen={choices.filter(({ isInFile }) => isInFile)}
            said={typed?.inFile}
            certainty={certainty.inFile}
          />
        </dd>
      </dl>
      {!isNewer && <p className="muted small">{t('attempts.staff.copyFile.olderText')}</p>}
    </SheetRow>
  )
}

type ChoicesProps = {
  chosen: Question['choices']
  /** The words of an exact answer. */
  said: string | null | undefined
  certainty: number | null
}

function Choices({ chosen, said, certainty }: ChoicesProps) {
  const { t } = useText()
  if (chosen.length === 0 && !said) return <span className="muted">{t('attempts.staff.copyFile.none')}</span>
  return (
    <ul className="copy-diff__choices">
      {said && (
        <li>
          <code>{said}</code>
        </li>
      )}
      {chosen.map(({ id, part, text }) => (
        <li key={id}>
          {part !== undefined && <span className="muted">{part} </span>}
          <ContentView content={text} inline />
        </li>
      ))}
      {certainty !== null && <li className="muted">{t('attempts.certainty.said', { degree: certainty })}</li>}
    </ul>
  )
}

function Decision({ count, busy, onTake }: { count: number; busy: boolean; onTake: Props['onTake'] }) {
  const { t } = useText()
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (reason.trim() !== '') onTake(reason.trim())
  }
  return (
    <SheetRow>
      <form onSubmit={send} noValidate className="stack">
        <Field
          label={t('attempts.staff.copyFile.reason')}
          hint={t('attempts.staff.copyFile.reasonHint')}
          error={isAsked && reason.trim() === '' ? t('attempts.staff.copyFile.reasonNeeded') : null}
          required
        >
          <Textarea rows={2} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <div className="cluster">
          <Button type="submit" variant="primary" busy={busy}>
            {t('attempts.staff.copyFile.take', { count })}
          </Button>
        </div>
      </form>
    </SheetRow>
  )
}
