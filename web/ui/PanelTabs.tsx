import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'

type Props<Id extends string> = {
  label: string
  open: Id
  onOpen: (id: Id) => void
  tabs: readonly { id: Id; text: string; count?: number; panel: ReactNode }[]
}

/**
 * Panels of one page of which one is shown, with the arrow keys between their tabs. All stay mounted, so that nothing
 * typed in one is lost; views with an address of their own are `Tabs`.
 */
export function PanelTabs<Id extends string>({ label, open, onOpen, tabs }: Props<Id>) {
  const name = useId()
  const list = useRef<HTMLDivElement>(null)
  const onKeys = (event: KeyboardEvent) => {
    const here = tabs.findIndex(({ id }) => id === open)
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key]
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length]
    if (!next) return
    event.preventDefault()
    onOpen(next.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }
  return (
    <>
      <div ref={list} className="tabs panel-tabs" role="tablist" aria-label={label}>
        {tabs.map(({ id, text, count }) => (
          <button
            key={id}
            type="button"
            role="tab"
            data-tab={id}
            id={`${name}-${id}`}
            aria-selected={id === open}
            aria-controls={`${name}-${id}-panel`}
            tabIndex={id === open ? 0 : -1}
            onClick={() => onOpen(id)}
            onKeyDown={onKeys}
          >
            {text}
            {count !== undefined && count > 0 && <span className="tabs__count">{count}</span>}
          </button>
        ))}
      </div>
      {tabs.map(({ id, panel }) => (
        <div
          key={id}
          role="tabpanel"
          className="panel-tabs__panel"
          id={`${name}-${id}-panel`}
          aria-labelledby={`${name}-${id}`}
          hidden={id !== open}
        >
          {panel}
        </div>
      ))}
    </>
  )
}
