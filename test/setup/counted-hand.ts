import type { Locator, Page } from 'playwright-core'

export type CountedStep = { name: string; clicks: number; keys: number }

/**
 * A person's hand on a page, which counts its gestures by step. A field that has the focus is not clicked; pasting is
 * two keys; a native list is opened, then one of its lines is clicked. Nothing goes to an address by itself.
 */
export function countedHand(page: Page) {
  const steps: CountedStep[] = []
  const now = () => {
    const last = steps.at(-1)
    if (!last) throw new Error('no step was named')
    return last
  }
  const focus = async (field: Locator) => {
    await field.waitFor()
    if (await field.evaluate((element) => element === document.activeElement)) return
    await field.click()
    now().clicks += 1
  }
  return {
    steps,
    step: (name: string) => void steps.push({ name, clicks: 0, keys: 0 }),
    async click(target: Locator) {
      await target.click()
      now().clicks += 1
    },
    /** A checkbox or radio, by its label, which may cover it. */
    async check(target: Locator) {
      await target.locator('xpath=ancestor::label').click()
      now().clicks += 1
    },
    async type(field: Locator, text: string) {
      await focus(field)
      await field.pressSequentially(text)
      now().keys += [...text].length
    },
    async paste(field: Locator, text: string) {
      await focus(field)
      await field.fill(text)
      now().keys += 2
    },
    async press(key: string) {
      await page.keyboard.press(key)
      now().keys += 1
    },
    async choose(list: Locator, value: string) {
      await list.selectOption(value)
      now().clicks += 2
    },
  }
}

/** The gestures of each step and their total, as the lines of a Markdown table. */
export function tableOf(steps: readonly CountedStep[]): string {
  const sum = (of: 'clicks' | 'keys') => steps.reduce((total, step) => total + step[of], 0)
  const all = [...steps, { name: 'Total', clicks: sum('clicks'), keys: sum('keys') }]
  return [
    '| Step | Clicks | Keys |',
    '|---|---|---|',
    ...all.map((one) => `| ${one.name} | ${one.clicks} | ${one.keys} |`),
  ].join('\n')
}
