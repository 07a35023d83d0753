import { BrowserRow } from './BrowserRow.tsx'
import { QuitLink } from './QuitLink.tsx'

/** By what is asked for: the row of an exam among its instructions, or the address that quits. */
export type LockedPart = { row: string } | { quit: string }

export const LockedParts = (part: LockedPart) =>
  'row' in part ? <BrowserRow examId={part.row} /> : <QuitLink href={part.quit} />
