import type { Page } from 'playwright-core'
import type { Site } from './site.ts'
import type { Someone } from './world.ts'

/**
 * The open pages of each person, used again and again: a browser context of its own would read and compile the whole
 * application anew for each route. Loading a URL is enough to leave the route before.
 */
export function keepPages(site: Site) {
  const idle = new Map<string, Page[]>()
  const idlePagesOf = (who: Someone | undefined) => {
    const pages = idle.get(who?.id ?? '') ?? []
    idle.set(who?.id ?? '', pages)
    return pages
  }
  return {
    /** Lends a page to this work alone. */
    async withPage<Result>(who: Someone | undefined, work: (page: Page) => Promise<Result>): Promise<Result> {
      const pages = idlePagesOf(who)
      const page = pages.pop() ?? (await site.visitor(who))
      try {
        return await work(page)
      } finally {
        pages.push(page)
      }
    },
    /** A page of this person, for tests that run one after the other. */
    async pageOf(who: Someone | undefined): Promise<Page> {
      const pages = idlePagesOf(who)
      const page = pages[0] ?? (await site.visitor(who))
      if (pages.length === 0) pages.push(page)
      return page
    },
  }
}
