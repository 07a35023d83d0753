import { type PointerEvent, useEffect, useRef, useState } from 'react'

/** Where what is dragged would go: before or after this session or section, or into a session without sections. */
export type DropPlace = { kind: 'session' | 'section'; id: string; isAfter: boolean }
export type Dragged = { kind: 'session' | 'section'; id: string }
type Point = { x: number; y: number }

/**
 * Dragging by a handle, with a mouse, a pen or a finger; near an edge of the window the page scrolls, and Escape gives
 * up. Targets carry `data-drag-kind` and `data-drag-id`. The keyboard has buttons of its own.
 */
export function useDrag(onDrop: (dragged: Dragged, place: DropPlace) => void) {
  const [dragged, setDragged] = useState<Dragged | null>(null)
  const [place, setPlace] = useState<DropPlace | null>(null)
  const latest = useRef<DropPlace | null>(null)
  const point = useRef<Point | null>(null)
  const set = (next: DropPlace | null) => {
    const was = latest.current
    if (was?.kind === next?.kind && was?.id === next?.id && was?.isAfter === next?.isAfter) return
    latest.current = next
    setPlace(next)
  }
  const stop = () => {
    point.current = null
    setDragged(null)
    set(null)
  }
  useEffect(() => {
    if (!dragged) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') stop()
    }
    let frame = requestAnimationFrame(function scroll() {
      const at = point.current
      const by = at ? scrollAt(at.y) : 0
      if (at && by !== 0) {
        window.scrollBy(0, by)
        set(placeUnder(at, dragged))
      }
      frame = requestAnimationFrame(scroll)
    })
    window.addEventListener('keydown', onKey)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('keydown', onKey)
    }
  })
  const handle = (one: Dragged) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.preventDefault()
      event.currentTarget.setPointerCapture(event.pointerId)
      setDragged(one)
    },
    onPointerMove: ({ clientX: x, clientY: y }: PointerEvent<HTMLElement>) => {
      if (dragged?.id !== one.id) return
      point.current = { x, y }
      set(placeUnder({ x, y }, one))
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const here = latest.current
      const isDropped = dragged?.id === one.id
      if (event.currentTarget.hasPointerCapture(event.pointerId)) {
        event.currentTarget.releasePointerCapture(event.pointerId)
      }
      stop()
      if (isDropped && here && here.id !== one.id) onDrop(one, here)
    },
    onPointerCancel: stop,
  })
  return { handle, dragged, place }
}

/** How near an edge the page scrolls, and by how much at most, in pixels; a phone has its links at the bottom. */
const edge = { top: 64, bottom: 120, mostBy: 16 }

/** By how many pixels to scroll for a pointer at this height: the nearer the edge, the faster. */
function scrollAt(y: number): number {
  const over = y < edge.top ? (y - edge.top) / edge.top : Math.max(0, (y - innerHeight + edge.bottom) / edge.bottom)
  return Math.round(Math.max(-1, Math.min(1, over)) * edge.mostBy)
}

/** A section goes beside a section, or into a session; a session beside a session. */
function placeUnder({ x, y }: Point, { kind }: Dragged): DropPlace | null {
  const under = document.elementFromPoint(x, y)
  const wanted = kind === 'session' ? '[data-drag-kind="session"]' : '[data-drag-kind]'
  const target = under?.closest<HTMLElement>(wanted)
  const { dragKind, dragId } = target?.dataset ?? {}
  if (!target || !dragId) return null
  const { top, height } = target.getBoundingClientRect()
  return { kind: dragKind === 'session' ? 'session' : 'section', id: dragId, isAfter: y > top + height / 2 }
}
