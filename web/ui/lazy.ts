import { type ComponentType, lazy as reactLazy } from 'react'
import { retrying } from './retrying.ts'

/** A page whose code is fetched when it is opened, again when the network fails. */
export const lazy = (load: () => Promise<{ default: ComponentType }>) => reactLazy(() => retrying(load))
