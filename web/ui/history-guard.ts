/** Who may hold back a move in the history. */
let guard: ((event: PopStateEvent) => void) | null = null

// On the window, listeners are called in the order of their coming: this one is there before the router (web/main.tsx).
addEventListener('popstate', (event) => guard?.(event))

/** Sets what is called before the router when the history moves; null for nothing. */
export function guardHistory(next: typeof guard) {
  guard = next
}
