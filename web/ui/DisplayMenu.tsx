import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Menu } from './Menu.tsx'
import { MenuItem } from './MenuItem.tsx'
import { applyTheme, chosenTheme, type Theme, themes, writePreference } from './preferences.ts'

const themeText = { system: 'ui.themeSystem', light: 'ui.themeLight', dark: 'ui.themeDark' } as const
const languageName = { fr: 'Français', en: 'English' } as const

/** How this person reads: appearance and language, kept on this device. */
export function DisplayMenu({ opens = 'up', summaryClass }: { opens?: 'up' | 'start' | 'end'; summaryClass?: string }) {
  const { t, language, setLanguage } = useText()
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const choose = (next: Theme) => {
    writePreference('theme', next)
    applyTheme(next)
    setTheme(next)
  }
  return (
    <Menu
      label={t('ui.display')}
      opens={opens}
      chevron={false}
      summaryClass={summaryClass ?? 'button button--quiet button--small'}
    >
      <p className="menu__group">{t('ui.theme')}</p>
      {themes.map((each) => (
        <MenuItem key={each} pressed={each === theme} onChoose={() => choose(each)}>
          {t(themeText[each])}
        </MenuItem>
      ))}
      <p className="menu__group">{t('ui.language')}</p>
      {(['fr', 'en'] as const).map((each) => (
        <MenuItem key={each} pressed={each === language} onChoose={() => setLanguage(each)}>
          <span lang={each}>{languageName[each]}</span>
        </MenuItem>
      ))}
      <p className="menu__group menu__note">{t('ui.textSize')}</p>
    </Menu>
  )
}
