import { createContext } from 'react'
import type { Markup } from './with-markup.ts'

/** The text field that the toolbar of the editor acts on: the last one that had the focus. */
export type MarkdownTarget = {
  label: string
  mark: (markup: Markup) => void
  chooseImage: () => void
  /** What is selected in it, in letters from its beginning. */
  selection: () => { from: number; to: number } | null
}

type Targeting = { target: MarkdownTarget | null; setTarget: (target: MarkdownTarget) => void }

export const MarkdownTargetContext = createContext<Targeting>({ target: null, setTarget: () => undefined })
