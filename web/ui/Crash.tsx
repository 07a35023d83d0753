import { useEffect } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'

/** Displayed when a page threw an error or its code could not be loaded. The error itself goes to the console. */
export function Crash({ error }: { error: Error }) {
  const { t } = useText()
  useEffect(() => console.error(error), [error])
  const isMissingCode = /dynamically imported module|module script/i.test(error.message)
  return (
    <div className="refused" role="alert">
      <h1>{t(isMissingCode ? 'ui.updateTitle' : 'ui.crashTitle')}</h1>
      <p>{t(isMissingCode ? 'refusal.offline' : 'ui.crashText')}</p>
      <Button variant="primary" onClick={() => location.reload()}>
        {t('ui.reload')}
      </Button>
    </div>
  )
}
