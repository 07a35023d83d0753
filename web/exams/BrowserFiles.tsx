import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addBrowserFile, getLockedBrowser, removeBrowserFile } from '#contract/attempts/locked-browser.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'

type Props = { settings: Pick<Reply<typeof getLockedBrowser>, 'files'>; params: { courseId: string; examId: string } }

/** The settings files of the school, accepted instead of ours: each by its Config Key. */
export function BrowserFiles({ settings: { files }, params }: Props) {
  const { t, dateTime } = useText()
  const queryClient = useQueryClient()
  const remove = useMutation({
    ...mutation(removeBrowserFile),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [getLockedBrowser.path] }),
  })
  // Most exams keep the file made here: the others are one click away, and open where there are some.
  return (
    <details className="disclosure" open={files.length > 0}>
      <summary>{t('exams.browser.school')}</summary>
      <p className="muted">{t('exams.browser.schoolHint')}</p>
      {files.length > 0 && (
        <ul className="locked-browser__files">
          {files.map(({ key, name, hasFile, at, byName }) => (
            <li key={key}>
              <div>
                <strong>{name}</strong>
                <code className="locked-browser__code">{key}</code>
                <span className="small muted">
                  {t(hasFile ? 'exams.browser.given' : 'exams.browser.typed', { at: dateTime(at), by: byName })}
                </span>
              </div>
              <Button
                size="small"
                busy={remove.isPending}
                onClick={() => remove.mutate({ params: { ...params, key } })}
              >
                {t('exams.browser.remove')}
                <span className="vh"> {name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Failed error={remove.error} />
      <AddFile params={params} />
    </details>
  )
}

/** A file, or its key alone when it is encrypted. */
function AddFile({ params }: Pick<Props, 'params'>) {
  const { t } = useText()
  const queryClient = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [name, setName] = useState('')
  const [key, setKey] = useState('')
  const add = useMutation({
    ...mutation(addBrowserFile),
    onSuccess: async ({ fault }) => {
      if (fault !== null) return
      setFile(null)
      setName('')
      setKey('')
      await queryClient.invalidateQueries({ queryKey: [getLockedBrowser.path] })
    },
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (file) add.mutate({ params, body: { name: file.name, base64: await base64Of(file) } })
    else if (key.trim() !== '' && name.trim() !== '') add.mutate({ params, body: { name: name.trim(), key } })
  }
  const isReady = file !== null || (key.trim() !== '' && name.trim() !== '')
  return (
    <form className="form" onSubmit={(event) => void submit(event)}>
      <Field label={t('exams.browser.file')} hint={t('exams.browser.fileHint')} optional>
        <FileDrop accept=".seb" maxKb={1024} file={file} onFile={setFile} />
      </Field>
      {file === null && (
        <div className="form__row">
          <Field label={t('exams.browser.keyName')} optional>
            <Input value={name} maxLength={200} onChange={({ target }) => setName(target.value)} />
          </Field>
          <Field label={t('exams.browser.typedKey')} hint={t('exams.browser.typedKeyHint')} optional>
            <Input value={key} maxLength={200} onChange={({ target }) => setKey(target.value)} />
          </Field>
        </div>
      )}
      <div>
        <Button type="submit" busy={add.isPending} reason={isReady ? undefined : t('exams.browser.nothing')}>
          {t('exams.browser.add')}
        </Button>
      </div>
      <div aria-live="polite">
        {add.data?.fault && (
          <Notice tone="bad">
            <p>{t(`exams.browser.faults.${add.data.fault}`)}</p>
          </Notice>
        )}
        {add.data?.fault === null && !add.data.sendsKeys && (
          <Notice tone="warn">
            <p>{t('exams.browser.sendsNoKeys')}</p>
          </Notice>
        )}
      </div>
      <Failed error={add.error} />
    </form>
  )
}
