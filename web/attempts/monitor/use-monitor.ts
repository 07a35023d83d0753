import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { call, queryKeyOf } from '#web/api.ts'
import type { Live } from './state.ts'

const whileLiveMs = 2_000
const onceOverMs = 30_000

/** The state of the room, polled every two seconds while the page is visible. */
export function useMonitor(params: { courseId: string; examId: string }) {
  return useQuery({
    queryKey: [...queryKeyOf(monitorExam, { params }), 'live'],
    queryFn: async ({ signal }): Promise<Live> => {
      const reply = await call(monitorExam, { params }, { signal })
      return { ...reply, receivedAt: performance.now() }
    },
    refetchInterval: ({ state: { data } }) => (data && !isLive(data) ? onceOverMs : whileLiveMs),
    // Polling stops while the page is hidden: always refetch when it is shown again.
    refetchOnWindowFocus: 'always',
  })
}

export function isLive({ examStatus, attempts }: Live): boolean {
  const isRunning = attempts.some(({ status }) => status === 'in_progress' || status === 'paused')
  return isRunning || examStatus === 'open' || examStatus === 'published'
}

/** Milliseconds since the state arrived, to the second: one shared timer for every counter of the page. */
export function useElapsed({ receivedAt }: Pick<Live, 'receivedAt'>): number {
  const second = useSyncExternalStore(everySecond, thisSecond)
  return Math.max(0, second * 1000 - receivedAt)
}

const thisSecond = () => Math.ceil(performance.now() / 1000)
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function everySecond(listener: () => void) {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
