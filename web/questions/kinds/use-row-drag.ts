import { type PointerEvent, type RefObject, useEffect, useState } from 'react'

type Drag = { from: number; to: number }

/** Drags a row of a list by its handle, with a mouse, a pen or a finger; Escape gives up. Keys have buttons of their own. */
export function useRowDrag(list: RefObject<HTMLElement | null>, onMove: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null)
  useEffect(() => {
    if (!drag) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setDrag(null)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [drag])
  const handle = (rank: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.preventDefault()
      event.currentTarget.setPointerCapture(event.pointerId)
      setDrag({ from: rank, to: rank })
    },
    onPointerMove: ({ clientY }: PointerEvent<HTMLElement>) => {
      if (drag?.from === rank) setDrag({ from: rank, to: rowAt(list.current, clientY) })
    },
    onPointerUp: () => {
      setDrag(null)
      if (drag?.from === rank) onMove(drag.from, drag.to)
    },
    onPointerCancel: () => setDrag(null),
  })
  /** On which side of this row a line shows where the dragged one would go. */
  const dropAt = (rank: number) =>
    drag && drag.to === rank && drag.to !== drag.from ? (drag.to < drag.from ? 'before' : 'after') : undefined
  return { handle, from: drag?.from ?? null, dropAt }
}

/** The rank of the row at this height; the first above all, the last below. */
function rowAt(list: HTMLElement | null, y: number): number {
  const rows = [...(list?.children ?? [])]
  const at = rows.findIndex((row) => y < row.getBoundingClientRect().bottom)
  return at === -1 ? rows.length - 1 : at
}
