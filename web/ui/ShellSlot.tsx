import { createContext, type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'

export type ShellSlots = { skip: HTMLElement | null; bar: HTMLElement | null; banner: HTMLElement | null }

export const ShellSlotContext = createContext<ShellSlots>({ skip: null, bar: null, banner: null })

/**
 * A page fills the places its shell keeps free: `skip`, among the links for keyboards, `bar`, in the header (the clock
 * and the save line of an exam), and `banner`, under it. The shell is not told about exams; it only lends the place.
 */
export function ShellSlot({ place, children }: { place: keyof ShellSlots; children: ReactNode }) {
  const element = useContext(ShellSlotContext)[place]
  return element ? createPortal(children, element) : null
}
