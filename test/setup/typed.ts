/* Evaluated in the page: Playwright sends its source, so it refers to nothing outside itself. */

/**
 * Types in each text field of the page, one after the other, and lists those that would be lost: where closing the tab
 * asks nothing. Nothing is sent nor stored meanwhile, and each field gets its text back.
 */
export async function lostWhenLeaving(): Promise<string[]> {
  const read = window.fetch
  const store = Storage.prototype.setItem
  window.fetch = (url, options) =>
    (options?.method ?? 'GET') === 'GET' ? read(url, options) : new Promise<Response>(() => undefined)
  Storage.prototype.setItem = () => undefined
  const rendered = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))
  const type = async (field: HTMLInputElement | HTMLTextAreaElement, text: string) => {
    const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await rendered()
  }
  const typed = /^(text|email|url|tel|number|password|date|time|datetime-local)$/
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('main input, main textarea')]
  const lost: string[] = []
  for (const field of fields.slice(0, 30)) {
    const isTyped = field instanceof HTMLTextAreaElement || typed.test(field.type)
    if (!isTyped || !field.isConnected || field.disabled || field.readOnly) continue
    if (field.offsetParent === null || field.closest('[role="search"], [data-no-save]')) continue
    const before = field.value
    const others: Record<string, string> = { date: '2031-03-04', time: '03:04', 'datetime-local': '2031-03-04T03:04' }
    const text =
      others[field.type] ??
      (/^\d+$/.test(before) || field.type === 'number' ? '7' : `${before}${before.endsWith('A') ? 'B' : 'A'}`)
    if (text === before) continue
    await type(field, text)
    if (window.dispatchEvent(new Event('beforeunload', { cancelable: true })))
      lost.push(field.labels?.[0]?.textContent ?? field.outerHTML.slice(0, 120))
    if (field.isConnected) await type(field, before)
  }
  window.fetch = read
  Storage.prototype.setItem = store
  return lost
}
