import { useText } from '#web/text/text.tsx'

type Props = {
  done: number
  total: number
  /** How many of `done` are stored only on the device, waiting for the network. */
  held?: number
}

/** n answers out of N as N ticks, heavy when done. One per row of a table. */
export function ProgressRule({ done, total, held = 0 }: Props) {
  const { t } = useText()
  const step = 100 / Math.max(total, 1)
  const ticks = Array.from({ length: total }, (_, tick) => ({
    x: (tick + 0.5) * step,
    state: stateOf(tick, done, held),
  }))
  return (
    <span className="progress">
      <svg className="progress__rule" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
        {ticks.map(({ x, state }) => (
          <path key={x} className={state} d={state === 'todo' ? `M${x} 7v5` : `M${x} 2v10`} />
        ))}
        <path className="todo" d="M0 13.5H100" />
      </svg>
      <span className="progress__n" aria-hidden="true">
        {done}&#8239;/&#8239;{total}
      </span>
      <span className="vh">{t('ui.staff.progressText', { done, total })}</span>
    </span>
  )
}

function stateOf(tick: number, done: number, held: number): 'done' | 'held' | 'todo' {
  if (tick >= done) return 'todo'
  return tick >= done - held ? 'held' : 'done'
}
