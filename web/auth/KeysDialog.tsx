import { useState } from 'react'
import { matchRoute, useLocation, useRouter } from 'wouter'
import { pageKeys } from '#web/shell/page-keys.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { readPreference, writePreference } from '#web/ui/preferences.ts'

/** The keys of this page and of every page; those of one character can be turned off (WCAG 2.1.4). */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const [path] = useLocation()
  const { parser } = useRouter()
  const [areOn, setOn] = useState(() => readPreference('staffKeys') !== 'off')
  const here = Object.entries(pageKeys).find(([route]) => matchRoute(parser, route, path)[0])?.[1] ?? []
  const turn = (next: boolean) => {
    writePreference('staffKeys', next ? 'on' : 'off')
    setOn(next)
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('ui.staff.keys.title')}
      actions={
        <Button data-safe onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {here.length > 0 && (
        <>
          <h3>{t('ui.staff.keys.here')}</h3>
          <Facts facts={here.map(({ keys, text }) => [t(text), <Keys key={text} keys={keys} />])} />
        </>
      )}
      <h3>{t('ui.staff.keys.everywhere')}</h3>
      <Facts
        facts={[
          [t('ui.staff.goTo.title'), <Keys key="go" keys={['Ctrl K', ...(areOn ? ['/'] : [])]} />],
          [t('ui.staff.keys.this'), <Keys key="this" keys={areOn ? ['?'] : []} />],
        ]}
      />
      <Checkbox
        label={t('ui.staff.keys.oneCharacter')}
        hint={t('ui.staff.keys.oneCharacterHint')}
        checked={areOn}
        onChange={({ target }) => turn(target.checked)}
      />
    </Dialog>
  )
}

function Keys({ keys }: { keys: readonly string[] }) {
  if (keys.length === 0) return '–'
  return keys.map((key, rank) => (
    <span key={key}>
      {rank > 0 && ' '}
      {key === '…' ? key : <kbd>{key}</kbd>}
    </span>
  ))
}
