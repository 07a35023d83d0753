/** What a person prefers on this device: kept in localStorage, never sent anywhere, so no cookie and no banner. */
type Preference = 'language' | 'theme' | 'clock' | 'shortcuts'

export function readPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(`bareme.${name}`)
  } catch {
    // Storage may be forbidden (private window, school policy): the default serves.
    return null
  }
}

export function writePreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(`bareme.${name}`, value)
  } catch {
    // The choice holds until the page is closed.
  }
}

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export function chosenTheme(): Theme {
  const chosen = readPreference('theme')
  return themes.find((theme) => theme === chosen) ?? 'system'
}

/** Called before the first render, so that a page never flashes in the wrong colours. */
export function applyTheme(theme: Theme = chosenTheme()): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
