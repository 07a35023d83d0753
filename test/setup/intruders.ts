import { ownText } from '#web/jsx/own-text.ts'

/**
 * Simulates the changes that a browser's translator or an extension makes to a page. Each returns a function that stops
 * it.
 */
export type Intruder = () => () => void

export const nobodyIntrudes: Intruder = () => () => undefined

const untouched = 'script, style, textarea, svg, math, [translate="no"], font font'

/** Replaces each text node by two <font> elements that hold its text, at once and whenever the page changes. */
export const translator: Intruder = () =>
  whenever(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Text[] = []
    while (walker.nextNode()) texts.push(walker.currentNode as Text)
    for (const text of texts) {
      if (text.data.trim() === '' || text.parentElement?.closest(untouched)) continue
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      inner.textContent = text.data
      outer.append(inner)
      text.replaceWith(outer)
    }
  })

/** Adds elements of its own to every button, label, field and heading, like a grammar checker or a password manager. */
export const extension: Intruder = () =>
  whenever(() => {
    for (const element of document.querySelectorAll('button, label, h1, h2, p, li, a')) {
      if (element.querySelector(':scope > x-extension')) continue
      element.prepend(document.createElement('x-extension'))
      element.append(document.createElement('x-extension'))
    }
  })

function whenever(act: () => void): () => void {
  ownText.isOn = true
  const watch = () => observer.observe(document.body, { childList: true, characterData: true, subtree: true })
  const observer = new MutationObserver(() => {
    observer.disconnect()
    act()
    watch()
  })
  act()
  watch()
  return () => {
    observer.disconnect()
    ownText.isOn = false
  }
}
