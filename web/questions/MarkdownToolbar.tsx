import { useContext } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { MarkdownTargetContext } from './markdown-target.ts'

/** One toolbar for all texts of the editor: it acts on the one that was typed in last, and says which. */
export function MarkdownToolbar() {
  const { t } = useText()
  const { target } = useContext(MarkdownTargetContext)
  const field = target?.label ?? t('questions.edit.stem')
  const tools = [
    { icon: 'code', text: t('questions.edit.code'), name: t('questions.edit.markCode', { field }) },
    { icon: 'image', text: t('questions.image.short'), name: t('questions.image.addTo', { field }) },
    { icon: 'formula', text: t('questions.edit.formula'), name: t('questions.edit.markFormula', { field }) },
  ] as const
  return (
    <fieldset className="editor__toolbar">
      <legend className="vh">{t('questions.edit.toolbar')}</legend>
      {tools.map(({ icon, text, name }) => (
        <Button
          key={icon}
          size="small"
          variant="quiet"
          aria-label={name}
          onClick={() => (icon === 'image' ? target?.chooseImage() : target?.mark(icon))}
        >
          <Icon name={icon} />
          {text}
        </Button>
      ))}
      <span className="small muted editor__target">{t('questions.edit.toolbarIn', { field })}</span>
    </fieldset>
  )
}
