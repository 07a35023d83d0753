import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { applyTheme, chosenTheme, type Theme, themes, writePreference } from '#web/ui/preferences.ts'
import { Segmented } from '#web/ui/Segmented.tsx'
import { useLanguage } from '#web/ui/use-language.ts'

const themeText = { system: 'ui.themeSystem', light: 'ui.themeLight', dark: 'ui.themeDark' } as const

/** Language and appearance, stored on this device. */
export function DisplayForm() {
  const { t, language } = useText()
  const setLanguage = useLanguage()
  const [theme, setTheme] = useState<Theme>(chosenTheme)
  const choose = (next: Theme) => {
    writePreference('theme', next)
    applyTheme(next)
    setTheme(next)
  }
  return (
    <div className="form">
      <Field as="group" label={t('ui.language')}>
        <Segmented
          legend={t('ui.language')}
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'fr', label: <span lang="fr">Français</span> },
            { value: 'en', label: <span lang="en">English</span> },
          ]}
        />
      </Field>
      <Field as="group" label={t('ui.theme')} hint={t('auth.account.onThisDevice')}>
        <Segmented
          legend={t('ui.theme')}
          value={theme}
          onChange={choose}
          options={themes.map((each) => ({ value: each, label: t(themeText[each]) }))}
        />
      </Field>
    </div>
  )
}
