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
  if (href === undefined) return
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]'))
    if (link.href === href) link.remove()
  void retrying(
    () =>
      new Promise<void>((done, fail) => {
        const link = document.createElement('link')
        link.rel = 'stylesheet'
        link.href = href
        link.onload = () => done()
        link.onerror = () => {
          link.remove()
          fail(new Error(`no style sheet ${href}`))
        }
        document.head.append(link)
      }),
  ).catch(() => undefined)
}
