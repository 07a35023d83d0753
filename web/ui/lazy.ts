import { type ComponentType, lazy as reactLazy } from 'react'
import { retrying } from './retrying.ts'

/** A page whose code is loaded when it is opened, with retries when the network fails. */
export const lazy = <Props = object>(load: () => Promise<{ default: ComponentType<Props> }>) =>
  reactLazy(() => retrying(load))
