import { createContext, type ReactNode } from 'react'

/** A link that the shell puts at the head of every page it surrounds; null when it has none. */
export const HeadLinkContext = createContext<ReactNode>(null)
