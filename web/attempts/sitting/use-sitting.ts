import { useSyncExternalStore } from 'react'
import type { SittingEngine } from './engine.ts'
import type { SittingState } from './state.ts'

export type LiveSitting = { engine: SittingEngine; state: SittingState }

export function useSitting(engine: SittingEngine): SittingState {
  return useSyncExternalStore(engine.subscribe, engine.snapshot)
}
