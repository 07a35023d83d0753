import { Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Refusal } from '#core/refusal.ts'
import { retryAfterMs, Unreachable } from '#web/api.ts'
import { MoreText, TextProvider } from '#web/text/text.tsx'
import { WaitTurn } from './WaitTurn.tsx'

/** Before the next try when the network failed: the place is kept for half a minute. */
const againMs = 2_000

/** How long one try may take: the server holds it for some seconds, when the turn is near. */
const tryMs = 20_000

type Send<T> = (signal: AbortSignal) => Promise<T>

/**
 * Shows when the turn comes, and sends the request again as the server asks, until it is served or refused for another
 * reason.
 */
export async function waitTurn<T>(told: unknown, send: Send<T>): Promise<T> {
  const shown = show()
  try {
    for (let error = told; ; ) {
      shown.say(secondsOf(error))
      await after(retryAfterMs(error) || againMs)
      const outcome = await tried(send)
      if ('done' in outcome) return outcome.done
      if (!isToWait(outcome.error)) throw outcome.error
      error = outcome.error
    }
  } finally {
    shown.end()
  }
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const tried = <T,>(send: Send<T>) =>
  send(AbortSignal.timeout(tryMs)).then(
    (done) => ({ done }),
    (error: unknown) => ({ error }),
  )

const isToWait = (error: unknown) =>
  error instanceof Unreachable || (error instanceof Refusal && error.code === 'wait_turn')

/** Null after a failure of the network: what was said last still counts down. */
const secondsOf = (error: unknown) =>
  error instanceof Refusal ? ((error.details as { seconds?: number } | undefined)?.seconds ?? null) : null

/** Beside the page, whatever it is, so that its fields and its place stay as they are. */
function show() {
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  return {
    say: (seconds: number | null) => {
      if (seconds === null) return
      root.render(
        <Suspense>
          <TextProvider>
            <MoreText part="school">
              <WaitTurn told={{ seconds }} />
            </MoreText>
          </TextProvider>
        </Suspense>,
      )
    },
    end: () => {
      root.unmount()
      place.remove()
    },
  }
}
