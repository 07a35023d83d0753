import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getMyBrief, listMyBriefs } from '#contract/projects/briefs.ts'
import { handInProject, largestHandInFile } from '#contract/projects/hand-ins.ts'
import { cutText } from '#core/cut-text.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Input } from '#web/ui/Input.tsx'
import { LazyLeaveQuestion } from '#web/ui/LazyLeaveQuestion.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { UploadProgress } from '#web/ui/UploadProgress.tsx'
import { useUpload } from '#web/use-upload.ts'
import type { MyBrief } from './my-brief.ts'

/** Hands in a link, and a file if wanted; what was received is said in one sentence. */
export function HandInForm({ brief }: { brief: MyBrief }) {
  const { t, dateTime } = useText()
  const client = useQueryClient()
  const [last] = brief.handIns
  const [link, setLink] = useState(last?.url ?? '')
  const [reference, setReference] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [keepsFile, setKeepsFile] = useState(last?.file?.isKept ?? false)
  const [isLateKnown, setLateKnown] = useState(false)
  const [missing, setMissing] = useState(false)
  const sending = useUpload(handInProject, () => {
    setFile(null)
    setKeepsFile(true)
    for (const { path } of [getMyBrief, listMyBriefs]) void client.invalidateQueries({ queryKey: [path] })
  })
  const isLate = brief.isOverdue || isLateRefusal(sending.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(link.trim() === '')
    if (link.trim() === '') return
    sending.send(
      (async () => ({
        params: { projectId: brief.id },
        body: {
          ...{ link: link.trim(), reference: reference.trim(), isLateKnown },
          file: file
            ? { name: cutText(file.name, 200), base64: await base64Of(file) }
            : keepsFile
              ? ('same' as const)
              : null,
        },
      }))(),
    )
  }
  const received = sending.data
  return (
    <form className="form hand-in-form" noValidate onSubmit={submit}>
      <LazyLeaveQuestion />
      {received && (
        <Notice tone={received.daysLate > 0 ? 'warn' : 'good'} icon="check" live="status">
          <p>
            {t('projects.own.receipt', {
              number: received.number,
              at: dateTime(received.at, brief.timeZone),
              host: received.host,
              reference: received.reference || 'none',
              days: received.daysLate,
            })}
          </p>
        </Notice>
      )}
      <Field
        label={t('projects.own.link')}
        hint={t('projects.own.linkHint', { takesHttp: brief.takesHttp })}
        error={missing ? t('refusal.link_unreadable') : null}
        required
      >
        <Input
          type="url"
          inputMode="url"
          maxLength={500}
          value={link}
          onChange={(event) => setLink(event.target.value)}
        />
      </Field>
      <Field label={t('projects.own.reference')} hint={t('projects.own.referenceHint')} optional>
        <Input maxLength={100} value={reference} onChange={(event) => setReference(event.target.value)} />
      </Field>
      <Field label={t('projects.own.file')} hint={t('projects.own.fileHint')} optional>
        <FileDrop
          accept=".pdf,.zip"
          maxKb={largestHandInFile / 1024}
          key={received?.id ?? ''}
          file={file}
          onFile={setFile}
        />
      </Field>
      {file && !sending.isPending && (
        <div>
          <Button size="small" onClick={() => setFile(null)}>
            {t('projects.own.noFile')}
          </Button>
        </div>
      )}
      {file === null && last?.file?.isKept && (
        <Checkbox
          label={t('projects.own.keepFile', { name: last.file.name })}
          checked={keepsFile}
          onChange={(event) => setKeepsFile(event.target.checked)}
        />
      )}
      {isLate && (
        <Checkbox
          label={t('projects.own.lateKnown')}
          hint={last?.daysLate === 0 ? t('projects.own.lateReplaces') : undefined}
          checked={isLateKnown}
          onChange={(event) => setLateKnown(event.target.checked)}
        />
      )}
      <Failed error={sending.error} />
      {sending.isPending && file && (
        <UploadProgress bytes={sending.bytes} reading={t('projects.own.checking')} onCancel={sending.cancel} />
      )}
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={sending.isPending}
          reason={isLate && !isLateKnown ? t('projects.own.lateFirst') : undefined}
        >
          {t(last ? 'projects.own.again' : 'projects.own.send')}
        </Button>
      </div>
    </form>
  )
}

const isLateRefusal = (error: Error | null) => error !== null && 'code' in error && error.code === 'hand_in_late'
