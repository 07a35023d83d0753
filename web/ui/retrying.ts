const firstWaitMs = 500
const mostTries = 6

/**
 * Loads a part of the site (code, style, sentences), with retries when the network or a proxy fails: after 0.5, 1, 2, 4
 * and 8 seconds, at random around that so that a whole room does not retry at the same instant.
 */
export async function retrying<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load()
    } catch (error) {
      if (tries === mostTries) throw error
      await pause(firstWaitMs * 2 ** (tries - 1) * (0.75 + 0.5 * Math.random()))
      forgetStyle(error)
    }
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/**
 * Vite's preload requests a page's style sheet only once: it is requested again here, otherwise the page would have no
 * style.
 */
function forgetStyle(error: unknown) {
  const href = /^Unable to preload CSS for (\S+)/.exec(String((error as Error | undefined)?.message))?.[1]
  if (href !== undefined) for (const link of styles()) if (link.href === href) fetchAgain(link)
}

/** Requests the document's own style sheet again when it did not load: without it, colour tokens have no value. */
export function repairStyles() {
  if (getComputedStyle(document.documentElement).getPropertyValue('--sheet') === '') styles().forEach(fetchAgain)
}

const styles = () => [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')]

/** At the position of the failed link, because the order of style sheets matters. */
function fetchAgain(failed: HTMLLinkElement) {
  let last = failed
  void retrying(
    () =>
      new Promise<void>((done, fail) => {
        const link = last.cloneNode() as HTMLLinkElement
        link.onload = () => done()
        link.onerror = () => fail(new Error(`no style sheet ${link.href}`))
        last.replaceWith(link)
        last = link
      }),
  ).catch(() => undefined)
}
