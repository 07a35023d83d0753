import { useState } from 'react'
import { languages } from '#core/language.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import {
  applyReading,
  applyTheme,
  chosenReading,
  chosenTheme,
  type ReadingPreferences,
  readings,
  themes,
  writePreference,
} from './preferences.ts'
import { Segmented } from './Segmented.tsx'
import { useLanguage } from './use-language.ts'

const themeText = { system: 'ui.themeSystem', light: 'ui.themeLight', dark: 'ui.themeDark' } as const
const languageName = { fr: 'Français', en: 'English' } as const
const readingText = {
  textSize: { name: 'ui.size' },
  spacing: { name: 'ui.spacing', normal: 'ui.spacingNormal', comfort: 'ui.spacingComfort' },
  font: { name: 'ui.font', hyperlegible: 'ui.fontHyperlegible', wide: 'ui.fontWide', system: 'ui.fontSystem' },
  motion: { name: 'ui.motion', system: 'ui.motionSystem', reduced: 'ui.motionReduced' },
} as const

/** Reading preferences: theme, language, text size, spacing, font and motion. Each applies at once. */
export function DisplayButton() {
  const { t, language } = useText()
  const setLanguage = useLanguage()
  const [isOpen, setOpen] = useState(false)
  const [theme, setTheme] = useState(chosenTheme)
  const chooseTheme = (next: typeof theme) => {
    writePreference('theme', next)
    applyTheme(next)
    setTheme(next)
  }
  return (
    <>
      <button type="button" className="foot__button" onClick={() => setOpen(true)}>
        {t('ui.display')}
      </button>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('ui.display')}
        actions={
          <Button data-safe onClick={() => setOpen(false)}>
            {t('common.close')}
          </Button>
        }
      >
        <div className="display-choices">
          <Choice
            name={t('ui.theme')}
            value={theme}
            onChange={chooseTheme}
            options={themes.map((value) => ({ value, label: t(themeText[value]) }))}
          />
          <Choice
            name={t('ui.language')}
            value={language}
            onChange={setLanguage}
            options={languages.map((value) => ({
              value,
              label: <span lang={value}>{languageName[value]}</span>,
            }))}
          />
          <ReadingChoice name="textSize" words={readingText.textSize} />
          <ReadingChoice name="spacing" words={readingText.spacing} />
          <ReadingChoice name="font" words={readingText.font} />
          <ReadingChoice name="motion" words={readingText.motion} />
          <p className="muted small">
            {t('ui.onThisDevice')} {t('ui.textSize')}
          </p>
        </div>
      </Dialog>
    </>
  )
}

type ReadingProps<Name extends ReadingPreferences> = { name: Name; words: (typeof readingText)[Name] }

function ReadingChoice<Name extends ReadingPreferences>({ name, words }: ReadingProps<Name>) {
  const { t, percent } = useText()
  const [value, setValue] = useState<string>(() => chosenReading(name))
  const choose = (next: string) => {
    writePreference(name, next)
    applyReading(name, next)
    setValue(next)
  }
  const text = words as Record<string, Parameters<typeof t>[0]>
  return (
    <Choice
      name={t(words.name)}
      value={value}
      onChange={choose}
      options={readings[name].map((each) => ({
        value: each,
        label: text[each] ? t(text[each]) : percent(Number(each) / 100),
      }))}
    />
  )
}

/** A visible heading and its choices; Segmented keeps its own legend for screen readers. */
function Choice<Value extends string>({
  name,
  ...rest
}: { name: string } & Omit<Parameters<typeof Segmented<Value>>[0], 'legend'>) {
  return (
    <div>
      <p className="field__label" aria-hidden="true">
        {name}
      </p>
      <Segmented legend={name} {...rest} />
    </div>
  )
}
