import { BrowserRow } from './BrowserRow.tsx'
import { BrowserTrial } from './BrowserTrial.tsx'
import { QuitLink } from './QuitLink.tsx'

/** By what is asked for: the page of an exam to try, its row among the instructions, the address that quits. */
export type LockedPart = { trial: string } | { row: string } | { quit: string }

export function LockedParts(part: LockedPart) {
  if ('trial' in part) return <BrowserTrial examId={part.trial} />
  return 'row' in part ? <BrowserRow examId={part.row} /> : <QuitLink href={part.quit} />
}
