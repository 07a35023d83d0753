/** A preference of this device: stored in localStorage and never sent, so no cookie banner is needed. */
type Preference =
  | 'language'
  | 'theme'
  | 'clock'
  | 'shortcuts'
  | 'staffKeys'
  | 'nextTeam'
  | 'codeLines'
  | ReadingPreferences

export function readPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(`bareme.${name}`)
  } catch {
    // Storage may be forbidden (private window, school policy): the default is used.
    return null
  }
}

export function writePreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(`bareme.${name}`, value)
  } catch {
    // Storage refused: the choice lasts until the page is closed.
  }
}

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export function chosenTheme(): Theme {
  const chosen = readPreference('theme')
  return themes.find((theme) => theme === chosen) ?? 'system'
}

/** Called before the first render, so that a page does not flash in another theme. */
export function applyTheme(theme: Theme = chosenTheme()): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

/** Reading preferences other than the theme; the first value of each is the default. */
export const readings = {
  textSize: ['100', '125', '150', '175', '200'],
  spacing: ['normal', 'comfort'],
  font: ['hyperlegible', 'wide', 'system'],
  motion: ['system', 'reduced'],
} as const
export type ReadingPreferences = keyof typeof readings

export function chosenReading<Name extends ReadingPreferences>(name: Name): (typeof readings)[Name][number] {
  const chosen = readPreference(name)
  const values: readonly (typeof readings)[Name][number][] = readings[name]
  return values.find((value) => value === chosen) ?? (readings[name][0] as (typeof readings)[Name][number])
}

/** Sets the data attribute of the root element that the style sheets use. */
export function applyReading(name: ReadingPreferences, value: string = chosenReading(name)): void {
  if (value === readings[name][0]) delete document.documentElement.dataset[name]
  else document.documentElement.dataset[name] = value
}

/** Applies every stored preference before the first render. */
export function applyPreferences(): void {
  applyTheme()
  for (const name of Object.keys(readings) as ReadingPreferences[]) applyReading(name)
}
