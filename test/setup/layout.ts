/* Functions evaluated in the page: Playwright sends their source, so each refers to nothing outside itself. */

/** `unfolded`: menus and details are open, and cover what is below them. */
export type Medium = 'screen' | 'unfolded' | 'print'

/**
 * The layout faults of the page, one sentence each: overflowing, clipped or covered elements. In print only the width
 * of the page counts, because nothing scrolls or is clicked.
 */
export function layoutFaults(medium: Medium): string[] {
  const faults = new Set<string>()
  const wide = document.documentElement.scrollWidth - window.innerWidth
  // In print, sizes in centimetres are not whole pixels: one is tolerated.
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
  const sticky: { element: Element; top: number; bottom: number }[] = []
  /** Buttons and fields, whether they scroll, and whether they are fixed or sticky. */
  const controls: { element: Element; scrolls: boolean; holdsStill: boolean }[] = []
  const visit = (element: Element, around: { scrolls: boolean; holdsStill: boolean }) => {
    if (element.matches('svg, math, .skip')) return
    const style = getComputedStyle(element)
    // Visually hidden elements are clipped to one pixel on purpose.
    if (style.display === 'none' || style.visibility === 'hidden' || style.clipPath !== 'none') return
    if (style.position === 'sticky') {
      const [top, bottom] = [style.insetBlockStart, style.insetBlockEnd].map(Number.parseFloat) as [number, number]
      sticky.push({ element, top, bottom })
    }
    const holdsStill = around.holdsStill || /sticky|fixed/.test(style.position)
    const isWide = !isField(element) && excess(element) > 1
    const isScroller = isWide && /auto|scroll/.test(style.overflowX)
    if (isScroller) {
      const isNamed = element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby')
      if ((element as HTMLElement).tabIndex < 0 || !isNamed)
        faults.add(`scrolls, but not by keyboard: ${nameOf(element)}`)
    }
    // An open menu covers the page: it is measured separately.
    if (
      isWide &&
      !element.matches('details.menu') &&
      (!style.display.startsWith('inline') || style.display === 'inline-block')
    ) {
      // Decorations extend into the padding of their parent, by a dozen pixels.
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
    // Only the innermost element: its ancestors overflow because of it.
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

  // What is read behind a bar that stays in view, or in a slit between it and the edge of the screen.
  const isOpaque = (element: Element) => {
    const colour = getComputedStyle(element).backgroundColor
    return colour !== 'transparent' && !/[,/] *0(\.\d+)?\)$/.test(colour)
  }
  for (const part of medium === 'screen' && sticky.length > 0 ? [0.3, 0.6] : []) {
    window.scrollTo({ top: document.documentElement.scrollHeight * part, behavior: 'instant' })
    for (const { element, top, bottom } of sticky) {
      const box = element.getBoundingClientRect()
      const isAtTop = Math.abs(box.top - top) < 1.5
      const isAtBottom = Math.abs(window.innerHeight - box.bottom - bottom) < 1.5
      if (box.width < 8 || box.height < 8 || !(isAtTop || isAtBottom)) continue
      const points = [0.1, 0.5, 0.9].map((share) => [box.left + box.width * share, box.top + box.height / 2] as const)
      for (const [x, y] of points) {
        const stack = document.elementsFromPoint(x, y)
        const first = stack.findIndex((hit) => element.contains(hit))
        if (first === -1) continue
        const own = stack.slice(first).filter((hit) => element.contains(hit))
        const behind = stack.slice(first).find((hit) => !element.contains(hit) && !hit.contains(element))
        if (behind && !own.some(isOpaque)) faults.add(`${nameOf(behind)} shows through ${nameOf(element)}`)
      }
      const table = element.closest('table')
      const [middle, edge] = [box.left + box.width / 2, isAtTop ? box.top - 3 : box.bottom + 3]
      const beyond = table && edge > 0 && edge < window.innerHeight ? document.elementFromPoint(middle, edge) : null
      if (table && beyond && table.contains(beyond)) faults.add(`${nameOf(beyond)} passes ${nameOf(element)}`)
    }
  }
  window.scrollTo(0, 0)
  return [...faults]
}

/** Whether the page scrolls sideways, or its actions take several lines: asked at the widths between the others. */
export function headFaults(): string[] {
  const faults: string[] = []
  const wide = document.documentElement.scrollWidth - window.innerWidth
  if (wide > 0) faults.push(`the page is ${wide} px too wide`)
  for (const row of document.querySelectorAll('.page-head__actions, .sheet-row__actions')) {
    const boxes = [...row.querySelectorAll('.button, summary')]
      .filter((control) => control.checkVisibility() && !control.closest('.menu__list'))
      .map((control) => control.getBoundingClientRect())
    const firstLine = Math.min(...boxes.map(({ bottom }) => bottom))
    if (boxes.some(({ top }) => top >= firstLine)) faults.push(`${boxes.length} actions on several lines`)
  }
  return faults
}

/**
 * Those of these elements that cannot be read: their first and last lines are scrolled to the top, the middle and the
 * bottom of the screen, where nothing may cover them, and sticky bars must leave two thirds of the height.
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
  // In the middle of the document: the share of the screen not covered by sticky bars.
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

/** Words broken over two lines without a hyphen, because their column is too narrow. */
export function brokenWords(): string[] {
  const broken = new Set<string>()
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const around = text.parentElement
    if (!around?.checkVisibility() || around.closest('svg, math, code, pre, .mono')) continue
    // Visually hidden elements are clipped to one pixel on purpose.
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

/**
 * The boxes of the page's blocks, in document order. Clocks and busy elements are left out, because they change by
 * themselves. As the JSON of a `Box[]`: Playwright takes seconds of a core to carry thousands of objects, none for a text.
 */
export function boxesOf(): string {
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
  return JSON.stringify(boxes)
}

/**
 * Resolves once fonts are loaded and the page is stable: no request, no new node and no new height for three checks in
 * a row. Playwright's `networkidle` would take half a second per page, on hundreds of pages.
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
