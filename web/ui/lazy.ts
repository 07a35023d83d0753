import { type ComponentType, lazy as reactLazy } from 'react'
import { retrying } from './retrying.ts'

/** A page whose code is loaded when it is opened, with retries when the network fails. */
export const lazy = (load: () => Promise<{ default: ComponentType }>) => reactLazy(() => retrying(load))
