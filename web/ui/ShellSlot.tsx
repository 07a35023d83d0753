import { createContext, type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'

export type ShellSlots = { skip: HTMLElement | null; bar: HTMLElement | null; banner: HTMLElement | null }

export const ShellSlotContext = createContext<ShellSlots>({ skip: null, bar: null, banner: null })

/**
 * Renders children from a page into a place of its shell: `skip`, among the skip links, `bar`, in the header (the clock
 * and the save line of an exam), or `banner`, below it. This way the shell does not depend on exams.
 */
export function ShellSlot({ place, children }: { place: keyof ShellSlots; children: ReactNode }) {
  const element = useContext(ShellSlotContext)[place]
  return element ? createPortal(children, element) : null
}
