import { tryDevice } from '#contract/attempts/my-exams.ts'
import { call } from '#web/api.ts'
import { openOutboxStore } from '#web/attempts/sitting/outbox-store.ts'

export type DeviceVerdict = 'ok' | 'warn' | 'bad'
export const lineIds = ['browser', 'storage', 'reload', 'save', 'speed', 'clock'] as const
export type DeviceFinding = {
  id: (typeof lineIds)[number]
  verdict: DeviceVerdict
  values: Record<string, string | number>
}

const tries = 5
const slowMs = 800
const patienceMs = 10_000
const minuteMs = 60_000

/** Tests each feature of the browser, the network and the server that an exam uses, by using it. */
export async function tryThisDevice(): Promise<DeviceFinding[]> {
  const [isDurable, answers] = await Promise.all([keeps(), askServer()])
  return [browserLine(), line('storage', isDurable ? 'ok' : 'warn'), reloadLine(), ...serverLines(answers)]
}

const line = (
  id: DeviceFinding['id'],
  verdict: DeviceVerdict,
  values: DeviceFinding['values'] = {},
): DeviceFinding => ({
  id,
  verdict,
  values,
})

function browserLine(): DeviceFinding {
  const wanted: Record<string, boolean> = {
    IndexedDB: 'indexedDB' in globalThis,
    crypto: typeof globalThis.crypto?.getRandomValues === 'function',
    '<dialog>': typeof HTMLDialogElement === 'function',
    Intl: typeof Intl.ListFormat === 'function' && typeof Intl.RelativeTimeFormat === 'function',
    AbortController: typeof AbortController === 'function',
  }
  const missing = Object.keys(wanted).filter((name) => !wanted[name])
  return missing.length === 0 ? line('browser', 'ok') : line('browser', 'bad', { missing: missing.join(', ') })
}

/** Writes, reads and removes a record in the storage that keeps unsent answers. */
async function keeps(): Promise<boolean> {
  const store = await openOutboxStore()
  const attemptId = 'device-check'
  const entry = { attemptId, questionId: 'q', choices: ['a'], flagged: false, device: attemptId, epoch: 1, sequence: 1 }
  try {
    await store.put(entry)
    const kept = await store.list(attemptId)
    await store.remove(entry)
    return store.isDurable && kept.length === 1
  } catch {
    return false
  }
}

/** Service workers exist only over HTTPS, or on localhost. */
const reloadLine = () => line('reload', globalThis.isSecureContext && 'serviceWorker' in navigator ? 'ok' : 'warn')

type Answer = { tookMs: number; aheadMs: number }

/** Sends requests one at a time, as saves are sent. Null as soon as one fails. */
async function askServer(): Promise<Answer[] | null> {
  const answers: Answer[] = []
  try {
    for (let i = 0; i < tries; i += 1) {
      const began = performance.now()
      const { serverNow } = await call(
        tryDevice,
        { body: { choices: ['a', 'b'] } },
        { signal: AbortSignal.timeout(patienceMs) },
      )
      const tookMs = performance.now() - began
      answers.push({ tookMs, aheadMs: Date.now() - tookMs / 2 - Date.parse(serverNow) })
    }
    return answers
  } catch {
    return null
  }
}

function serverLines(answers: Answer[] | null): DeviceFinding[] {
  if (!answers) return [line('save', 'bad', { host: location.host }), line('speed', 'bad'), line('clock', 'bad')]
  const ms = Math.round(median(answers.map(({ tookMs }) => tookMs)))
  const minutes = Math.round(Math.abs(median(answers.map(({ aheadMs }) => aheadMs))) / minuteMs)
  return [
    line('save', 'ok'),
    line('speed', ms <= slowMs ? 'ok' : 'warn', { ms }),
    line('clock', minutes < 2 ? 'ok' : 'warn', { minutes }),
  ]
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
