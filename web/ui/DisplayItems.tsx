import { useState } from 'react'
import { languages } from '#core/language.ts'
import { useText } from '#web/text/text.tsx'
import { MenuItem } from './MenuItem.tsx'
import { applyTheme, chosenTheme, type Theme, themes, writePreference } from './preferences.ts'
import { useLanguage } from './use-language.ts'

const themeText = { system: 'ui.themeSystem', light: 'ui.themeLight', dark: 'ui.themeDark' } as const
const languageName = { fr: 'Français', en: 'English' } as const

/** Theme and language, stored on this device. Goes inside a Menu. */
export function DisplayItems() {
  const { t, language } = useText()
  const setLanguage = useLanguage()
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const choose = (next: Theme) => {
    writePreference('theme', next)
    applyTheme(next)
    setTheme(next)
  }
  return (
    <>
      <p className="menu__group">{t('ui.theme')}</p>
      {themes.map((each) => (
        <MenuItem key={each} pressed={each === theme} onChoose={() => choose(each)}>
          {t(themeText[each])}
        </MenuItem>
      ))}
      <p className="menu__group">{t('ui.language')}</p>
      {languages.map((each) => (
        <MenuItem key={each} pressed={each === language} onChoose={() => setLanguage(each)}>
          <span lang={each}>{languageName[each]}</span>
        </MenuItem>
      ))}
    </>
  )
}
