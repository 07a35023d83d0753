import { useText } from '#web/text/text.tsx'
import { DisplayItems } from './DisplayItems.tsx'
import { Menu } from './Menu.tsx'

/** The display preferences as a menu in the footer of a shell. */
export function DisplayMenu({ summaryClass = 'button button--quiet button--small' }: { summaryClass?: string }) {
  const { t } = useText()
  return (
    <Menu label={t('ui.display')} opens="up" chevron={false} summaryClass={summaryClass}>
      <DisplayItems />
      <p className="menu__group menu__note">{t('ui.textSize')}</p>
    </Menu>
  )
}
