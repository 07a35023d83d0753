import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { startJobs } from '#server/jobs.ts'
import type { Deps } from '#server/platform/deps.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { launchBrowser } from './browser.ts'
import { createWorld, type Someone } from './world.ts'

export type Site = Awaited<ReturnType<typeof openSite>>

/** The built site, served by the real server to a real browser. Its clock runs; `world.wait` moves it forward. */
export async function openSite(settings: Partial<Deps['settings']> = {}) {
  const siteDir = join(projectRoot, 'dist', 'web')
  if (!existsSync(join(siteDir, 'index.html'))) throw new Error('the site is not built: run npm run build')
  const world = await createWorld({ settings: { siteDir, ...settings }, isRunning: true })
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  const origin = `http://localhost:${(world.app.server.address() as AddressInfo).port}`
  const stopJobs = startJobs(world.deps, world.app.log)
  const browser: Browser = await launchBrowser()

  return {
    world,
    browser,
    origin,
    /** A browser context of its own: cookies, storage, size, theme. Signed in when a person is given. */
    async visitor(who?: Someone, options: BrowserContextOptions = {}) {
      const context = await browser.newContext({
        baseURL: origin,
        locale: 'fr-FR',
        timezoneId: 'Europe/Paris',
        reducedMotion: 'reduce',
        ...options,
      })
      // On a busy machine a page is slow; but a missing element should fail in less than half a minute.
      context.setDefaultTimeout(25_000)
      if (who?.token) {
        await context.addCookies([{ name: 'bareme', value: who.token, url: origin, httpOnly: true, sameSite: 'Lax' }])
      }
      return context.newPage()
    },
    async close() {
      await browser.close()
      await stopJobs()
      await world.close()
    },
  }
}
