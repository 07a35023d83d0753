import type { Page } from 'playwright-core'

/**
 * The time of a person, by the keystroke-level model (Card, Moran and Newell, 1980): 0.28 s a key, 1.1 s to point,
 * 0.2 s to press and release, 0.4 s to move the hand between mouse and keyboard, 1.35 s to decide.
 */
const seconds = { key: 0.28, point: 1.1, press: 0.2, hand: 0.4, decide: 1.35 }

/** Words read in a second: 238 a minute (Brysbaert, 2019). */
const wordsInSecond = 238 / 60

/** The wait for a page or a preview, in seconds. */
const response = 1.5

const count = { clicks: 0, keys: 0, fields: 0, screens: 0, words: 0, outside: 0 }
export type ByHand = Awaited<ReturnType<typeof countByHand>>

/** Counts what a person does on a page, and how long it would take them. */
export async function countByHand(page: Page) {
  const hand = { ...count }
  await page.exposeFunction('countClick', () => {
    hand.clicks += 1
  })
  await page.addInitScript(() => {
    // A label hands its click on to its field: pressing is what a person does once.
    document.addEventListener(
      'pointerdown',
      () => void (window as unknown as { countClick(): void }).countClick(),
      true,
    )
  })
  return {
    count: hand,
    /** A text typed in a field that was clicked or focused. */
    types: (text: string) => {
      hand.keys += text.length
      hand.fields += 1
    },
    /** A file is chosen in the window of the system: the area, the file, « Open ». */
    choosesFile: () => {
      hand.clicks += 3
    },
    /** All the words of the screen, or of the dialog above it, are read once. */
    reads: async () => {
      const dialog = page.getByRole('dialog')
      const shown = (await dialog.count()) > 0 ? dialog.last() : page.locator('main')
      hand.screens += 1
      hand.words += ((await shown.textContent()) ?? '').split(/\s+/).filter(Boolean).length
    },
    /** What is done elsewhere, in seconds. */
    elsewhere: (spent: number) => {
      hand.outside += spent
    },
    minutes: () => {
      const clicks = hand.clicks * (seconds.decide + seconds.point + seconds.press)
      const keys = hand.keys * seconds.key + hand.fields * (seconds.decide + 2 * seconds.hand)
      const screens = hand.words / wordsInSecond + hand.screens * response
      return (clicks + keys + screens + hand.outside) / 60
    },
  }
}
