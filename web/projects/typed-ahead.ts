/**
 * The digits typed while the next team is loading: a hand that grades by keyboard does not wait, and a lost key would
 * give each following level to the wrong criterion.
 */
let typed: string[] = []
let stop: (() => void) | null = null

/** Keeps digits until `takeTyped`; called when a key leads to another team. `first`: those typed for it already. */
export function keepTyped(first: readonly string[] = []) {
  takeTyped()
  typed = [...first]
  const keep = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return
    typed.push(event.key)
    event.preventDefault()
  }
  window.addEventListener('keydown', keep, { capture: true })
  stop = () => window.removeEventListener('keydown', keep, { capture: true })
}

/** Whether a key led here: focus then goes to the rubric. */
export const isKeepingTyped = () => stop !== null

/** What was typed since, once; nothing is kept any more. */
export function takeTyped(): string[] {
  stop?.()
  stop = null
  const taken = typed
  typed = []
  return taken
}
