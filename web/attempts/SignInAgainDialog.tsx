import { useText } from '#web/text/text.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { CodesForm } from './CodesForm.tsx'

/** The session ended in the middle: signed in again in place, over the very question, and what waited leaves. */
export function SignInAgainDialog({ open, onSignedIn }: { open: boolean; onSignedIn: () => void }) {
  const { t } = useText()
  return (
    <Dialog open={open} onClose={() => undefined} title={t('attempts.again.title')} actions={null}>
      <p>{t('attempts.again.text')}</p>
      <CodesForm submit={t('attempts.again.go')} onSignedIn={onSignedIn} />
    </Dialog>
  )
}
