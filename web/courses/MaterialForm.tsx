import { type FormEvent, useState } from 'react'
import { largestMaterialBytes, stageMaterial } from '#contract/courses/materials.ts'
import { materialFaultCodes } from '#core/courses/material.ts'
import { cutText } from '#core/cut-text.ts'
import { Refusal } from '#core/refusal.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { UploadProgress } from '#web/ui/UploadProgress.tsx'
import { useUpload } from '#web/use-upload.ts'

type Props = { courseId: string; reason: string | undefined; onRead: (materialId: string) => void }

const accepted = '.pptx,.odp,.docx,.odt,.pdf,.md,.markdown,.txt,.html,.htm,.zip'

/** A deck or a document, dropped, chosen or pasted; it is read, and nothing of the course changes. */
export function MaterialForm({ courseId, reason, onRead }: Props) {
  const { t } = useText()
  const [source, setSource] = useState<'file' | 'text'>('file')
  const [file, setFile] = useState<File | null>(null)
  const [text, setText] = useState('')
  const stage = useUpload(stageMaterial, ({ id }) => onRead(id))
  const pasted = () =>
    new File([text], `${openingOf(text) || t('courses.material.pasteName')}.${/^\s*</.test(text) ? 'html' : 'md'}`)
  const chosen = source === 'file' ? file : text.trim() === '' ? null : pasted()
  const inputOf = async (one: File) => ({
    params: { courseId },
    body: { name: cutText(one.name, 200), base64: await base64Of(one) },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (chosen) stage.send(inputOf(chosen))
  }
  /** Reading changes nothing: it needs no second click. */
  const choose = (given: File | null) => {
    setFile(given)
    if (given && reason === undefined) stage.send(inputOf(given))
  }
  return (
    <form className="form" onSubmit={send}>
      <Segmented
        legend={t('students.import.source')}
        value={source}
        onChange={setSource}
        options={[
          { value: 'file', label: t('courses.material.sourceFile') },
          { value: 'text', label: t('courses.material.sourceText') },
        ]}
      />
      {source === 'file' ? (
        <Field label={t('courses.material.fileLabel')} hint={t('courses.material.fileHint')}>
          <FileDrop accept={accepted} maxKb={largestMaterialBytes / 1024} file={file} onFile={choose} />
        </Field>
      ) : (
        <Field label={t('courses.material.pasteLabel')} hint={t('courses.material.pasteHint')}>
          <Textarea code rows={10} value={text} onChange={(event) => setText(event.target.value)} />
        </Field>
      )}
      <MaterialFailed error={stage.error} />
      {stage.isPending && (
        <UploadProgress bytes={stage.bytes} reading={t('courses.material.reading')} onCancel={stage.cancel} />
      )}
      <div className="form__end">
        <Button
          type="submit"
          variant="primary"
          busy={stage.isPending}
          reason={reason ?? (chosen ? undefined : t('courses.material.nothingGiven'))}
        >
          {t(source === 'file' && stage.error ? 'courses.material.readAgain' : 'courses.material.read')}
        </Button>
      </div>
    </form>
  )
}

/** The first words of a pasted text, by which its next version is recognised. */
const openingOf = (text: string) =>
  cutText(
    text
      .slice(0, 2_000)
      .replace(/<[^<>]{0,500}>/g, ' ')
      .replace(/^---[\s\S]*?^---$/m, '')
      .replace(/[#*_`/\\]/g, ' ')
      .trim()
      .split('\n', 1)[0]
      ?.trim() ?? '',
    60,
  )

/** Why nothing could be read, in the words of the file at hand. */
function MaterialFailed({ error }: { error: Error | null }) {
  const { t } = useText()
  const said = error instanceof Refusal && error.code === 'material_unreadable' ? error.details : null
  const { fault, detail = '' } = (said ?? {}) as { fault?: unknown; detail?: unknown }
  const code = materialFaultCodes.find((one) => one === fault)
  if (!code) return <Failed error={error} />
  return (
    <Notice tone="bad" live="alert">
      <p>
        <strong>{t('courses.material.faultTitle')}</strong>{' '}
        {t(`courses.materialFaults.${code}`, { detail: String(detail) })}
      </p>
    </Notice>
  )
}
