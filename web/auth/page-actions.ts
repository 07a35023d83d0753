export type PageAction = { name: string; act: () => void }

/** What the head of the open page offers to do, its menus included; what is barred there is left out. */
export function pageActions(): PageAction[] {
  const controls = document.querySelectorAll<HTMLElement>(
    '#contenu :is(.page-head__actions, .sheet-row__actions) :is(a[href], button)',
  )
  const names = new Set<string>()
  return [...controls].flatMap((control) => {
    const name = (control.getAttribute('aria-label') ?? control.textContent).replace(/\s+/g, ' ').trim()
    // Of two with one name, nobody could tell which is meant: the first, nearest to the title, stands.
    if (name === '' || names.has(name) || control.closest('[aria-disabled="true"], :disabled, [hidden]')) return []
    names.add(name)
    return [{ name, act: () => control.isConnected && control.click() }]
  })
}
