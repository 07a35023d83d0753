import { buttonClass } from '#web/ui/button-class.ts'
import { QueryView } from '#web/ui/QueryView.tsx'
import { isLockedBrowser } from './shown-browser.ts'
import { useBrowserWords } from './words.ts'

/** After the hand-in: Safe Exam Browser quits when this address is opened. Elsewhere there is nothing to quit. */
export function QuitLink({ href }: { href: string }) {
  const words = useBrowserWords()
  if (!isLockedBrowser()) return null
  return (
    <QueryView query={words}>
      {(text) => (
        <a className={buttonClass({ variant: 'primary' })} href={href}>
          {text.quit}
        </a>
      )}
    </QueryView>
  )
}
