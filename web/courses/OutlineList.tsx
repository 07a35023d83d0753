import { useEffect, useRef, useState } from 'react'
import { noSection } from '#core/courses/outline.ts'
import { useText } from '#web/text/text.tsx'
import type { OutlineDialog } from './outline-dialog.ts'
import { moveByOne, moveTo } from './outline-moves.ts'
import { SessionView } from './SessionView.tsx'
import { type Dragged, useDrag } from './use-drag.ts'
import type { OutlineChanges, OutlineView } from './use-outline-change.ts'

type Props = {
  courseId: string
  outline: OutlineView
  changes: OutlineChanges
  onDialog: (dialog: OutlineDialog) => void
}
type Moved = Dragged & { by: -1 | 1 }

/** The sessions in their order, to drag, or to move with the buttons; each move is told to screen readers. */
export function OutlineList({ courseId, outline, changes, onDialog }: Props) {
  const { t } = useText()
  const { sessions } = outline
  const list = useRef<HTMLOListElement>(null)
  const moved = useRef<Moved | null>(null)
  const [spoken, setSpoken] = useState('')
  const drag = useDrag((dragged, place) => {
    const command = moveTo(sessions, dragged, place)
    if (command && !changes.isBusy) {
      moved.current = { ...dragged, by: 1 }
      changes.send(command)
    }
  })
  const move = (one: Moved) => {
    const command = moveByOne(sessions, one, one.by)
    if (!command || changes.isBusy) return
    moved.current = one
    changes.send(command)
  }
  // A section that changed sessions is another element: the focus follows it to the same button.
  useEffect(() => {
    const one = moved.current
    if (!one) return
    moved.current = null
    setSpoken(t(`courses.outline.told.${one.kind}`, placeOf(sessions, one)))
    const button = `[data-move="${one.by}"][data-of="${one.id}"]`
    list.current?.querySelector<HTMLElement>(button)?.focus()
  }, [sessions, t])
  return (
    <>
      <p className="vh" role="status">
        {spoken}
      </p>
      <ol ref={list} className="outline" data-dragging={drag.dragged?.kind}>
        {sessions.map((session, rank) => (
          <SessionView
            key={session.id}
            courseId={courseId}
            session={session}
            rank={rank}
            sessions={sessions}
            drag={drag}
            isBusy={changes.isBusy}
            onMove={move}
            onDialog={onDialog}
          />
        ))}
      </ol>
    </>
  )
}

/** Where it is now, in the words of the sentence that says so. */
function placeOf(sessions: OutlineView['sessions'], { kind, id }: Dragged) {
  if (kind === 'session') {
    const rank = sessions.findIndex((one) => one.id === id)
    return { title: sessions[rank]?.title ?? id, rank: rank + 1, of: sessions.length, session: '' }
  }
  const parent = sessions.find(({ sections }) => sections.some((one) => one.id === id))
  const rank = parent?.sections.findIndex((one) => one.id === id) ?? 0
  return {
    title: parent?.sections[rank]?.title ?? noSection,
    rank: rank + 1,
    of: parent?.sections.length ?? 0,
    session: parent?.title ?? '',
  }
}
