import { LockedBrowser } from '#web/attempts/locked-browser/LockedBrowser.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'

export default function BrowserPage() {
  return <LockedBrowser trial={usePathIds('examId').examId} />
}
