import { type UseMutationResult, useMutation, useQuery } from '@tanstack/react-query'
import type { Language } from '#core/language.ts'
import type french from '#web/text/pages/check.fr.json'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Status } from '#web/ui/Status.tsx'
import { type DeviceFinding, type DeviceVerdict, tryThisDevice } from './try-device.ts'

type Words = typeof french
const words: Record<Language, () => Promise<{ default: Words }>> = {
  fr: () => import('#web/text/pages/check.fr.json'),
  en: () => import('#web/text/pages/check.en.json'),
}

const looks = {
  ok: { shape: 'good', tone: 'good' },
  warn: { shape: 'warn', tone: 'warn' },
  bad: { shape: 'bad', tone: 'bad' },
} as const satisfies Record<DeviceVerdict, object>
const notices = { ok: 'good', warn: 'warn', bad: 'bad' } as const
const summaries = { ok: 'allGood', warn: 'someWarn', bad: 'someBad' } as const

/**
 * Checks, before the exam day, that this device and network support everything an exam needs, with advice for each
 * failure.
 */
export default function TryDevicePage() {
  const { language } = useText()
  const text = useQuery({
    queryKey: ['check', language],
    queryFn: async () => (await words[language]()).default,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const trial = useMutation({ mutationFn: tryThisDevice, networkMode: 'always' })
  return <QueryView query={text}>{(data) => <Trial text={data} trial={trial} />}</QueryView>
}

type TrialProps = { text: Words; trial: UseMutationResult<DeviceFinding[], Error, void> }

function Trial({ text, trial }: TrialProps) {
  const worst = worstOf(trial.data ?? [])
  return (
    <Page title={text.title} lead={text.lead} look="sheet">
      <SheetRow>
        <div className="stack stack--tight">
          <div aria-live="polite">
            {trial.isPending && <p className="muted">{text.running}</p>}
            {trial.data && (
              <Notice tone={notices[worst]}>
                <p>
                  <strong>{text[summaries[worst]]}</strong>
                </p>
              </Notice>
            )}
          </div>
          <div>
            <Button
              variant={trial.data ? 'secondary' : 'primary'}
              busy={trial.isPending}
              onClick={() => trial.mutate()}
            >
              {trial.data ? text.again : text.start}
            </Button>
          </div>
        </div>
      </SheetRow>
      {trial.data?.map((line) => (
        <Result key={line.id} line={line} text={text} />
      ))}
    </Page>
  )
}

function Result({ line: { id, verdict, values }, text }: { line: DeviceFinding; text: Words }) {
  const said: { name: string } & Partial<Record<DeviceVerdict, string>> = text.lines[id]
  const sentence = (said[verdict] ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return (
    <SheetRow label={said.name}>
      <Status {...looks[verdict]}>{text[verdict]}</Status>
      <p>{sentence}</p>
    </SheetRow>
  )
}

function worstOf(lines: readonly DeviceFinding[]): DeviceVerdict {
  if (lines.some(({ verdict }) => verdict === 'bad')) return 'bad'
  return lines.some(({ verdict }) => verdict === 'warn') ? 'warn' : 'ok'
}
