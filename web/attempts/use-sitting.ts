import { useSyncExternalStore } from 'react'
import type { SittingEngine } from './sitting-engine.ts'
import type { SittingState } from './sitting-state.ts'

export type Sitting = { engine: SittingEngine; state: SittingState }

export function useSitting(engine: SittingEngine): SittingState {
  return useSyncExternalStore(engine.subscribe, engine.snapshot)
}
