import type { Locator, Page } from 'playwright-core'
import { type CountedStep, countedHand } from './counted-hand.ts'

/**
 * The time of a person who knows the product, by the keystroke-level model (Card, Moran and Newell, « The Keystroke-Level
 * Model », 1980): a key 0.28 s (an average typist), pointing 1.1 s, pressing and releasing 0.2 s, a hand moved between mouse
 * and keyboard 0.4 s, a decision 1.35 s. Each click is decided, pointed at and pressed.
 */
const operator = { key: 0.28, point: 1.1, press: 0.2, hand: 0.4, decide: 1.35 }
const click = operator.decide + operator.point + operator.press

/**
 * Words in a minute. What is judged is read whole, at 200: the slow side of silent reading (238 in English prose,
 * Brysbaert 2019). A screen is skimmed at 450 (Carver, « Reading rate », 1990), all of it, although the visitors of a page
 * read at most 28 % of its words (Weinreich and others 2008).
 */
const wordsInMinute = { whole: 200, skimmed: 450 }

type TimedStep = CountedStep & { whole: number; skimmed: number; decisions: number; elsewhere: number; waited: number }

/** A hand that counts, and eyes: how long each step takes a person, in seconds. */
export function timedHand(page: Page) {
  const hand = countedHand(page)
  const more: Omit<TimedStep, keyof CountedStep>[] = []
  const now = () => {
    const last = more.at(-1)
    if (!last) throw new Error('no step was named')
    return last
  }
  /** What was read on a screen is not read again on the next one of the same kind, which is the same address but for ids. */
  const known = new Map<string, Set<string>>()
  /** While the machine works, the person waits: that is measured, not modelled. */
  let since = performance.now()
  const endWait = () => {
    const last = more.at(-1)
    const then = performance.now()
    if (last) last.waited += (then - since) / 1_000
    since = then
  }
  const timed = (): TimedStep[] =>
    hand.steps.map((step, at) => ({ ...step, ...(more[at] as Omit<TimedStep, keyof CountedStep>) }))
  return {
    ...hand,
    step(name: string) {
      endWait()
      hand.step(name)
      more.push({ whole: 0, skimmed: 0, decisions: 0, elsewhere: 0, waited: 0 })
    },
    /** A file is chosen in the window of the system: the area, the file, « Open ». */
    async chooseFile(field: Locator, file: Parameters<Locator['setInputFiles']>[0]) {
      await field.setInputFiles(file)
      const last = hand.steps.at(-1)
      if (last) last.clicks += 3
    },
    /** The screen, or the dialog above it, is skimmed; but what was read of the last one of its kind. */
    async skims() {
      const dialog = page.getByRole('dialog')
      const shown = (await dialog.count()) > 0 ? dialog.last() : page.locator('main')
      const kind = new URL(page.url()).pathname.replace(/[\da-f]{8}-[\da-f-]{27}/g, '')
      const before = known.get(kind) ?? new Set()
      const lines = await linesOf(shown)
      now().skimmed += wordsIn(lines.filter((line) => !before.has(line)))
      known.set(kind, new Set([...before, ...lines]))
    },
    /** Each is read whole, and a decision is made about it. */
    async judges(all: Locator) {
      for (const one of await all.all()) {
        const lines = await linesOf(one)
        now().whole += wordsIn(lines)
        now().decisions += 1
      }
    },
    /** What is done outside, in seconds. */
    elsewhere: (seconds: number) => {
      now().elsewhere += seconds
    },
    /**
     * The seconds of each step, by what they go to; the minutes of all, and those without the waits, which tell more of the
     * machine than of the product.
     */
    result() {
      endWait()
      const rows = timed().map((one) => {
        const hands =
          one.clicks * click + one.keys * operator.key + (one.keys > 0 ? operator.decide + 2 * operator.hand : 0)
        const eyes = (one.whole / wordsInMinute.whole + one.skimmed / wordsInMinute.skimmed) * 60
        const seconds = hands + eyes + one.decisions * operator.decide + one.elsewhere + one.waited
        return {
          ...{ step: one.name, clicks: one.clicks, keys: one.keys, read: one.whole, skimmed: one.skimmed },
          ...{ elsewhere: Math.round(one.elsewhere), waited: Math.round(one.waited), seconds: Math.round(seconds) },
        }
      })
      const minutes = rows.reduce((sum, { seconds }) => sum + seconds, 0) / 60
      const waits = rows.reduce((sum, { waited }) => sum + waited, 0) / 60
      return { rows, minutes, ownMinutes: minutes - waits }
    },
  }
}

const wordsIn = (lines: readonly string[]) =>
  lines
    .join(' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length

/**
 * The lines that are shown, scrolled to or not: a block of text, a row of a table, the chosen line of a list, a field; not
 * the letters of choices and other signs.
 */
const linesOf = (shown: Locator) =>
  shown.evaluate((root) => {
    const lines = new Map<Element, string>()
    const isShown = (element: Element) =>
      !element.closest('.vh, [aria-hidden=true], script, style') &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const lineOf = (element: Element): Element => {
      const row = element.closest('tr')
      if (row) return row
      let line = element
      while (line !== root && line.parentElement && /^inline|contents/.test(getComputedStyle(line).display))
        line = line.parentElement
      return line
    }
    const add = (element: Element, words: string) => {
      const line = lineOf(element)
      lines.set(line, `${lines.get(line) ?? ''} ${words}`)
    }
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      if (parent && !parent.closest('select, textarea') && isShown(parent)) add(parent, node.textContent ?? '')
    }
    for (const list of root.querySelectorAll('select'))
      if (isShown(list)) add(list, list.selectedOptions[0]?.text ?? '')
    for (const field of root.querySelectorAll('input'))
      if (/^(?:text|search|number)$/.test(field.type) && isShown(field)) add(field, field.value)
    return [...lines.values()].map((line) => line.trim().replace(/\s+/g, ' ')).filter((line) => line !== '')
  })
