import { CodesForm } from '#web/attempts/entry/CodesForm.tsx'
import { SchoolDoor } from '#web/attempts/SchoolDoor.tsx'
import { useText } from '#web/text/text.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'

/** Shown when the session ends during the exam: signing in keeps the page open, and unsent answers are then sent. */
type Props = { open: boolean; isKept: boolean; onSignedIn: () => void }

export function SignInAgainDialog({ open, isKept, onSignedIn }: Props) {
  const { t } = useText()
  return (
    <Dialog open={open} onClose={() => undefined} title={t('attempts.again.title')} actions={null}>
      <p>{t('attempts.again.text', { isKept: String(isKept) })}</p>
      <SchoolDoor back={location.pathname} over onReturn={isKept ? undefined : onSignedIn} />
      <CodesForm submit={t('attempts.again.go')} onSignedIn={onSignedIn} />
    </Dialog>
  )
}
