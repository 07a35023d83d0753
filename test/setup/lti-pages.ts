import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { LtiPlatform } from './lti-platform.ts'

/** Clicks on the activity of a page of the platform that shows it in a frame, then on the link that the frame shows. */
export async function openFromFrame(page: Page, platform: LtiPlatform, begun: Record<string, string>) {
  await page.goto(platform.launches.courseUrl(begun, 'frame'))
  await page.getByRole('button', { name: 'Ouvrir l’outil' }).click()
  const frame = page.frameLocator('iframe')
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    frame.getByRole('link', { name: 'Ouvrir dans un nouvel onglet' }).click(),
  ])
  return { tab, frame }
}

/** What axe says of a page as it is now, and whether it has to be scrolled sideways. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  const widest = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(widest).toBeLessThanOrEqual(0)
}
