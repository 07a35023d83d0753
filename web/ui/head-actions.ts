import { type ComponentType, createContext, type ReactNode } from 'react'

export type ActionsProps = { className: string; children: ReactNode }

/** How a shell lays out the actions at the head of its pages; null keeps them as they are. */
export const HeadActionsContext = createContext<ComponentType<ActionsProps> | null>(null)
