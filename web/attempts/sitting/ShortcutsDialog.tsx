import { type ReactNode, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { readPreference, writePreference } from '#web/ui/preferences.ts'

const key = { k: (name: ReactNode) => <kbd>{name}</kbd> }

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, rich } = useText()
  const [isOn, setOn] = useState(() => readPreference('shortcuts') === 'on')
  const turn = (next: boolean) => {
    writePreference('shortcuts', next ? 'on' : 'off')
    setOn(next)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('attempts.keys.title')}
      actions={
        <Button data-safe onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <p>{t('attempts.keys.text')}</p>
      <dl className="keys">
        <dt>{rich('attempts.keys.chooseKeys', key)}</dt>
        <dd>{t('attempts.keys.choose')}</dd>
        <dt>
          <kbd>F</kbd>
        </dt>
        <dd>{t('attempts.keys.flag')}</dd>
        <dt>
          <kbd>{t('attempts.keys.shift')}</kbd> <kbd>A</kbd>
        </dt>
        <dd>{t('attempts.keys.strike')}</dd>
        <dt>
          <kbd>N</kbd>
        </dt>
        <dd>{t('attempts.keys.note')}</dd>
        <dt>
          <kbd>Alt</kbd> <kbd>←</kbd>
        </dt>
        <dd>{t('attempts.keys.previous')}</dd>
        <dt>
          <kbd>Alt</kbd> <kbd>→</kbd>
        </dt>
        <dd>{t('attempts.keys.next')}</dd>
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{t('attempts.keys.help')}</dd>
      </dl>
      <Checkbox
        label={t('attempts.keys.turnOn')}
        hint={t('attempts.keys.turnOnHint')}
        checked={isOn}
        onChange={({ target }) => turn(target.checked)}
      />
    </Dialog>
  )
}
