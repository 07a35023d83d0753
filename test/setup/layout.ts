/*
 * Functions that run in the page (Playwright sends their text there): each uses nothing from outside itself.
 */

/** `unfolded`: the menus and the details of the page are open, over what is under them. */
export type Medium = 'screen' | 'unfolded' | 'print'

/**
 * What is wrong with the layout of the page as it is now, one sentence each; empty when nothing sticks out, is cut or is
 * covered. On paper nothing scrolls nor is clicked: its width alone counts.
 */
export function layoutFaults(medium: Medium): string[] {
  const faults = new Set<string>()
  const wide = document.documentElement.scrollWidth - window.innerWidth
  // Centimetres are no whole number of pixels.
  if (wide > (medium === 'print' ? 1 : 0)) faults.add(`the page is ${wide} px too wide`)
  if (medium === 'print') return [...faults]

  const nameOf = (element: Element) => {
    const classes = (element.getAttribute('class') ?? '').trim().replace(/\s+/g, '.')
    const words = (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 30)
    return `${element.tagName.toLowerCase()}${classes && `.${classes}`} « ${words} »`
  }
  const excess = (element: Element) => element.scrollWidth - element.clientWidth
  const isField = (element: Element) => element.matches('input, textarea, select, option')

  const spilling: Element[] = []
  /** Buttons and fields, whether they scroll with something, and whether they hold still while the page scrolls. */
  const controls: { element: Element; scrolls: boolean; holdsStill: boolean }[] = []
  const visit = (element: Element, around: { scrolls: boolean; holdsStill: boolean }) => {
    if (element.matches('svg, math, .skip')) return
    const style = getComputedStyle(element)
    // What is only read out is one pixel, cut on purpose.
    if (style.display === 'none' || style.visibility === 'hidden' || style.clipPath !== 'none') return
    const holdsStill = around.holdsStill || /sticky|fixed/.test(style.position)
    const isWide = !isField(element) && excess(element) > 1
    const isScroller = isWide && /auto|scroll/.test(style.overflowX)
    if (isScroller) {
      const isNamed = element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby')
      if ((element as HTMLElement).tabIndex < 0 || !isNamed)
        faults.add(`scrolls, but not by keyboard: ${nameOf(element)}`)
    }
    // What a menu opens lies over the page: it is measured as itself.
    if (
      isWide &&
      !element.matches('details.menu') &&
      (!style.display.startsWith('inline') || style.display === 'inline-block')
    ) {
      // Decorations reach into the padding of what holds them, by a dozen pixels.
      if (style.overflowX === 'visible' && excess(element) > 24) spilling.push(element)
      const isShortened = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none'
      if (/hidden|clip/.test(style.overflowX) && excess(element) > 2 && !isShortened)
        faults.add(`cut: ${nameOf(element)}`)
    }
    if (element.matches('button, .button, input, select, textarea, summary, nav a')) {
      controls.push({ element, scrolls: around.scrolls, holdsStill })
    }
    const scrolls = around.scrolls || isScroller
    for (const child of element.children) if (child.checkVisibility()) visit(child, { scrolls, holdsStill })
  }
  visit(document.body, { scrolls: false, holdsStill: false })

  const isAround = new Set<Element>()
  for (const element of spilling) {
    for (let each = element.parentElement; each && !isAround.has(each); each = each.parentElement) isAround.add(each)
  }
  for (const element of spilling) {
    // Only the innermost: what is around it spills because of it.
    if (!isAround.has(element)) faults.add(`${excess(element)} px stick out: ${nameOf(element)}`)
  }

  for (const { element, scrolls, holdsStill } of controls) {
    if (scrolls) continue
    const { left, right, width, height } = element.getBoundingClientRect()
    if (width <= 1 || height <= 1) continue
    if (left < -1 || right > window.innerWidth + 1) faults.add(`outside the screen: ${nameOf(element)}`)
    if (medium === 'unfolded' || !(holdsStill || element.matches('.button--primary'))) continue
    element.scrollIntoView({ block: 'center', inline: 'nearest' })
    const box = element.getBoundingClientRect()
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    const isReached = hit !== null && (element.contains(hit) || hit.closest('label')?.contains(element))
    if (!isReached) faults.add(`covered by ${hit ? nameOf(hit) : 'nothing'}: ${nameOf(element)}`)
  }
  window.scrollTo(0, 0)
  return [...faults]
}

/**
 * What of these elements cannot be read wherever one scrolls: their first line, then their last, as a person brings them to
 * the top, the middle or the bottom of the screen; and what stays over the page leaves two thirds of it.
 */
export function unreadable(selector: string): string[] {
  const faults: string[] = []
  const wide = document.documentElement.scrollWidth - window.innerWidth
  if (wide > 0) faults.push(`the page is ${wide} px too wide`)
  const elements = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility())
  if (elements.length === 0) faults.push(`no ${selector}`)
  const isReached = (element: Element, x: number, y: number) => {
    const hit = document.elementFromPoint(x, y)
    return hit !== null && (element.contains(hit) || hit.contains(element) || hit.closest('label')?.contains(element))
  }
  for (const element of elements) {
    for (const end of ['first', 'last'] as const) {
      const isRead = [0.5, 0.25, 0.75].some((part) => {
        const box = element.getBoundingClientRect()
        const line = end === 'first' ? box.top + 8 : box.bottom - 8
        window.scrollBy({ top: line - window.innerHeight * part, behavior: 'instant' })
        const now = element.getBoundingClientRect()
        const y = end === 'first' ? now.top + 8 : now.bottom - 8
        return isReached(element, Math.min(now.left + 8, window.innerWidth - 1), y)
      })
      const words = (element.textContent ?? '').trim().slice(0, 30)
      if (!isRead) faults.push(`the ${end} line of « ${words} » is covered`)
    }
  }
  // In the middle of the paper: how much of the screen is the page's own.
  window.scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' })
  let held = 0
  for (let y = 2; y < window.innerHeight; y += 4) {
    let each = document.elementFromPoint(window.innerWidth / 2, y)
    while (each && !/sticky|fixed/.test(getComputedStyle(each).position)) each = each.parentElement
    if (each) held += 4
  }
  if (held > window.innerHeight / 3) faults.push(`bars hold ${held} px of ${window.innerHeight}`)
  window.scrollTo({ top: 0, behavior: 'instant' })
  return faults
}

/** Ordinary words that stand on two lines without a hyphen: their column is too narrow for them. */
export function brokenWords(): string[] {
  const broken = new Set<string>()
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const around = text.parentElement
    if (!around?.checkVisibility() || around.closest('svg, math, code, pre, .mono')) continue
    // What is only read out is one pixel, cut on purpose.
    let clipped: Element | null = around
    while (clipped && getComputedStyle(clipped).clipPath === 'none') clipped = clipped.parentElement
    if (clipped) continue
    for (const { 0: word, index } of (text.textContent ?? '').matchAll(
      /(?<![\p{L}\p{N}_.@/-])\p{L}{2,14}(?![\p{L}\p{N}_.@/-])/gu,
    )) {
      range.setStart(text, index)
      range.setEnd(text, index + word.length)
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
      if (tops.size > 1) broken.add(`« ${word} » is broken in ${around.tagName.toLowerCase()}.${around.className}`)
    }
  }
  return [...broken]
}

export type Box = { name: string; left: number; width: number; height: number }

/** Where the blocks of the page are, in the order of the document. What tells the time, or waits, is left out: it changes by itself. */
export function boxesOf(): Box[] {
  window.scrollTo(0, 0)
  const boxes: Box[] = []
  const visit = (element: Element) => {
    if (element.matches('time, svg, math, .clock, .toasts, .skeleton')) return
    const { display } = getComputedStyle(element)
    if (display === 'none') return
    if (display !== 'inline') {
      const { left, width, height } = element.getBoundingClientRect()
      const name = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`
      boxes.push({ name, left: Math.round(left), width: Math.round(width), height: Math.round(height) })
    }
    for (const child of element.children) visit(child)
  }
  visit(document.body)
  return boxes
}

/**
 * Resolves when the page has its fonts and nothing more arrives: no request, no node, no height for three looks in a row.
 * Waiting for a network that is idle takes half a second a page, of which a walk has hundreds.
 */
export async function rested(): Promise<void> {
  await document.fonts.ready
  const look = () => {
    const { scrollHeight } = document.documentElement
    return [
      performance.getEntriesByType('resource').length,
      document.getElementsByTagName('*').length,
      scrollHeight,
    ].join()
  }
  let same = 0
  for (let before = look(), turn = 0; same < 3 && turn < 100; turn++) {
    await new Promise((done) => setTimeout(done, 30))
    const now = look()
    same = now === before && !document.querySelector('main > .desk__page > .skeleton') ? same + 1 : 0
    before = now
  }
}
