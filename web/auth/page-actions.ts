export type PageAction = { name: string; act: () => void }

/** What the head of the open page offers to do, its menus included; what is barred there is left out. */
export function pageActions(): PageAction[] {
  const controls = document.querySelectorAll<HTMLElement>(
    '#contenu :is(.page-head__actions, .sheet-row__actions) :is(a[href], button)',
  )
  return [...controls].flatMap((control) => {
    const name = (control.getAttribute('aria-label') ?? control.textContent).replace(/\s+/g, ' ').trim()
    if (name === '' || control.closest('[aria-disabled="true"], :disabled, [hidden]')) return []
    return [{ name, act: () => control.isConnected && control.click() }]
  })
}
