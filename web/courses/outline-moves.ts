import type { OutlineCommandSent } from '#contract/courses/outline.ts'
import type { Dragged, DropPlace } from './use-drag.ts'
import type { OutlineView } from './use-outline-change.ts'

type Sessions = OutlineView['sessions']

/** One place up or down; a section at the end of its session goes to the next one. Null when there is nowhere to go. */
export function moveByOne(sessions: Sessions, { kind, id }: Dragged, by: -1 | 1): OutlineCommandSent | null {
  if (kind === 'session') {
    const to = sessions.findIndex((one) => one.id === id) + by
    return to < 0 || to >= sessions.length ? null : { kind: 'move_session', session: id, to }
  }
  const at = sessions.findIndex(({ sections }) => sections.some((one) => one.id === id))
  const found = sessions[at]
  if (!found) return null
  const to = found.sections.findIndex((one) => one.id === id) + by
  if (to >= 0 && to < found.sections.length) return { kind: 'move_section', section: id, session: found.id, to }
  const next = sessions[at + by]
  return next ? { kind: 'move_section', section: id, session: next.id, to: by === 1 ? 0 : next.sections.length } : null
}

/** What dropping it there means; the place is counted without what is dragged. */
export function moveTo(sessions: Sessions, dragged: Dragged, place: DropPlace): OutlineCommandSent | null {
  const after = place.isAfter ? 1 : 0
  if (dragged.kind === 'session') {
    const others = sessions.filter(({ id }) => id !== dragged.id)
    return { kind: 'move_session', session: dragged.id, to: others.findIndex(({ id }) => id === place.id) + after }
  }
  const session = sessions.find(({ id, sections }) =>
    place.kind === 'session' ? id === place.id : sections.some((one) => one.id === place.id),
  )
  if (!session) return null
  const others = session.sections.filter(({ id }) => id !== dragged.id)
  const to =
    place.kind === 'session'
      ? place.isAfter
        ? others.length
        : 0
      : others.findIndex(({ id }) => id === place.id) + after
  return { kind: 'move_section', section: dragged.id, session: session.id, to }
}
