import { type PointerEvent, useRef, useState } from 'react'

/** Where what is dragged would go: before or after this session or section, or into a session without sections. */
export type DropPlace = { kind: 'session' | 'section'; id: string; isAfter: boolean }
export type Dragged = { kind: 'session' | 'section'; id: string }

/**
 * Dragging by a handle, with a mouse, a pen or a finger. Targets carry `data-drag-kind` and `data-drag-id`. The keyboard
 * has buttons of its own.
 */
export function useDrag(onDrop: (dragged: Dragged, place: DropPlace) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const [place, setPlace] = useState<DropPlace | null>(null)
  const latest = useRef<DropPlace | null>(null)
  const set = (next: DropPlace | null) => {
    latest.current = next
    setPlace(next)
  }
  const stop = () => {
    setDragged(null)
    set(null)
  }
  const handle = (one: Dragged) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.preventDefault()
      event.currentTarget.setPointerCapture(event.pointerId)
      setDragged(one)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) set(placeUnder(event, one))
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
      event.currentTarget.releasePointerCapture(event.pointerId)
      const here = latest.current
      stop()
      if (here && here.id !== one.id) onDrop(one, here)
    },
    onPointerCancel: stop,
  })
  return { handle, dragged, place }
}

/** A section goes beside a section, or into a session; a session beside a session. */
function placeUnder({ clientX, clientY }: PointerEvent, { kind }: Dragged): DropPlace | null {
  const under = document.elementFromPoint(clientX, clientY)
  const wanted = kind === 'session' ? '[data-drag-kind="session"]' : '[data-drag-kind]'
  const target = under?.closest<HTMLElement>(wanted)
  const { dragKind, dragId } = target?.dataset ?? {}
  if (!target || !dragId) return null
  const { top, height } = target.getBoundingClientRect()
  return { kind: dragKind === 'session' ? 'session' : 'section', id: dragId, isAfter: clientY > top + height / 2 }
}
