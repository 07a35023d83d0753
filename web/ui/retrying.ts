const firstWaitMs = 500
const mostTries = 6

/**
 * Loads a part of the site (code, style, sentences), again and later each time when the network or a server on the way
 * fails: after 0.5, 1, 2, 4 and 8 seconds, spread so that a whole room does not come back at the same instant.
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

/** The code that loads a page asks for its style sheet once: it is asked for here, or the page would come bare. */
function forgetStyle(error: unknown) {
  const href = /^Unable to preload CSS for (\S+)/.exec(String((error as Error | undefined)?.message))?.[1]
  if (href !== undefined) for (const link of styles()) if (link.href === href) fetchAgain(link)
}

/** The style sheet the document itself names, when it did not come with it: no colour of ours has a value. */
export function repairStyles() {
  if (getComputedStyle(document.documentElement).getPropertyValue('--sheet') === '') styles().forEach(fetchAgain)
}

const styles = () => [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')]

/** In the place it had: the order of the sheets counts. */
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
