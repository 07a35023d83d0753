import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getBrowserFile, getLockedBrowser, setLockedBrowser } from '#contract/attempts/locked-browser.ts'
import type { Reply } from '#contract/endpoint.ts'
import { lockedBrowserUses } from '#core/exams/locked-browser.ts'
import { addressOf, mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { buttonClass } from '#web/ui/button-class.ts'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { BrowserFiles } from './BrowserFiles.tsx'

type Place = { courseId: string; examId: string }
type Props = { settings: Reply<typeof getLockedBrowser>; params: Place }

/** Whether copies are written in Safe Exam Browser, and with which settings. */
export function LockedBrowserForm(params: Place) {
  const { t } = useText()
  const settings = useQuery(query(getLockedBrowser, { params }))
  return (
    <section className="locked-browser" aria-labelledby="locked-browser">
      <h2 id="locked-browser">{t('exams.browser.title')}</h2>
      <QueryView query={settings}>
        {(data) => (
          <div className="form">
            <UseForm settings={data} params={params} />
            {data.use !== 'off' && <Details settings={data} params={params} />}
          </div>
        )}
      </QueryView>
    </section>
  )
}

function UseForm({ settings, params }: Props) {
  const { t } = useText()
  const set = useSetBrowser()
  return (
    <>
      <RadioGroup
        legend={t('exams.browser.use')}
        value={set.variables?.body.use ?? settings.use}
        onChange={(use) => set.mutate({ params, body: { use } })}
        options={lockedBrowserUses.map((use) => ({
          value: use,
          label: t(`exams.browser.${use}`),
          hint: t(`exams.browser.${use}Hint`),
        }))}
      />
      {settings.isHeld && !settings.isOver && (
        <Notice>
          <p>{t('exams.browser.held')}</p>
        </Notice>
      )}
      <Failed error={set.error} />
    </>
  )
}

function useSetBrowser() {
  const queryClient = useQueryClient()
  const set = useMutation({
    ...mutation(setLockedBrowser),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [getLockedBrowser.path] }),
  })
  // Once it was refused, what is stored is shown again.
  return set.isPending ? set : { ...set, variables: undefined }
}

function Details({ settings, params }: Props) {
  const { t } = useText()
  const isOurs = settings.files.length === 0
  return (
    <>
      <Facts
        facts={[
          [t('exams.browser.checkPage'), <Copied key="page" text={settings.checkPage} />],
          ...(isOurs ? [[t('exams.browser.key'), <Copied key="key" text={settings.key} />] as const] : []),
        ]}
      />
      <p className="muted">{t('exams.browser.checkPageHint')}</p>
      {isOurs && (
        <>
          <p>
            <a className={buttonClass({})} href={addressOf(getBrowserFile, { params })} download>
              <Icon name="download" />
              {t('exams.browser.download')}
            </a>
          </p>
          <p className="muted">{t('exams.browser.downloadHint', { origin: settings.origin })}</p>
          <PasswordForm settings={settings} params={params} />
        </>
      )}
      <BrowserFiles settings={settings} params={params} />
    </>
  )
}

function Copied({ text }: { text: string }) {
  const { t } = useText()
  return (
    <span className="cluster">
      <code className="locked-browser__code">{text}</code>
      <CopyButton text={text} label={t('exams.browser.copy')} />
    </span>
  )
}

function PasswordForm({ settings, params }: Props) {
  const { t } = useText()
  const [typed, setTyped] = useState(settings.quitPassword)
  const set = useSetBrowser()
  const isSame = typed.trim() === settings.quitPassword
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isSame) set.mutate({ params, body: { use: settings.use, quitPassword: typed.trim() } })
  }
  return (
    <form onSubmit={submit} className="form">
      <Field label={t('exams.browser.quitPassword')} hint={t('exams.browser.quitPasswordHint')}>
        <Input
          value={typed}
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setTyped(target.value)}
        />
      </Field>
      <div>
        <Button type="submit" busy={set.isPending} reason={isSame ? t('exams.browser.same') : undefined}>
          {t('common.save')}
        </Button>
      </div>
      <Failed error={set.error} />
    </form>
  )
}
