/** A browser without pages: it follows redirects from site to site, with the cookies of each. */
export type Walker = ReturnType<typeof walker>

const mostSteps = 20

export function walker() {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (address: URL) => {
    // Cookies know hosts, not ports: two servers of this machine share them, as in a real browser.
    const jar = jars.get(address.hostname) ?? new Map<string, string>()
    jars.set(address.hostname, jar)
    return jar
  }

  const step = async (
    address: URL,
    options: { method?: string; body?: BodyInit; headers?: Record<string, string> } = {},
  ) => {
    const jar = jarOf(address)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...options.headers, ...(cookie === '' ? {} : { cookie }) }
    const answer = await fetch(address, { ...options, headers, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  /** Goes on until a page that is no redirect, or one that begins as said, which is not opened. */
  const go = async (from: string, stopAt?: string) => {
    const visited: string[] = []
    let address = new URL(from)
    for (let i = 0; i < mostSteps; i += 1) {
      visited.push(address.href)
      if (stopAt !== undefined && address.href.startsWith(stopAt)) return { address, visited, status: 0, text: '' }
      const answer = await step(address)
      const next = answer.headers.get('location')
      if (next === null || answer.status < 300 || answer.status >= 400)
        return { address, visited, status: answer.status, text: await answer.text() }
      await answer.body?.cancel()
      address = new URL(next, address)
    }
    throw new Error(`walked in circles: ${visited.join(' → ')}`)
  }

  return {
    go,
    step: (address: string, options?: Parameters<typeof step>[1]) => step(new URL(address), options),
    cookies: (address: string) => jarOf(new URL(address)),
  }
}
