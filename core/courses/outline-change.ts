/** Changes of the outline of a course: from a command, the new outline and where the questions of its sections go. */
import { canonicalJson } from '#core/canonical-json.ts'
import { freeId, slugOf } from '#core/slug.ts'
import {
  noSection,
  type Outline,
  type OutlineSection,
  type OutlineSession,
  outlineLimits,
  sectionsOf,
  titleName,
} from './outline.ts'

/** A session to add, or to complete when the outline has it: the one with this id, or else with this title. */
export type SessionToAdd = {
  readonly id?: string | undefined
  readonly title: string
  readonly date?: string | undefined
  readonly labs?: readonly string[] | undefined
  readonly sections: readonly SectionToAdd[]
}
export type SectionToAdd = {
  readonly id?: string | undefined
  readonly title: string
  readonly headings?: readonly string[] | undefined
  readonly objectives?: readonly string[] | undefined
}

/** `at` and `to` are places in the list as it is afterwards, from 0; a section named by `questionsTo` may be `noSection`. */
export type OutlineCommand =
  | {
      readonly kind: 'add_session'
      readonly title: string
      readonly date?: string | undefined
      readonly at?: number | undefined
    }
  | {
      readonly kind: 'edit_session'
      readonly session: string
      readonly title: string
      readonly date?: string | undefined
      readonly labs: readonly string[]
    }
  | { readonly kind: 'move_session'; readonly session: string; readonly to: number }
  /** Its sections go to another session, or are deleted with it and their questions go to one section. */
  | {
      readonly kind: 'delete_session'
      readonly session: string
      readonly sectionsTo?: string | undefined
      readonly questionsTo?: string | undefined
    }
  | ({ readonly kind: 'add_section'; readonly session: string; readonly at?: number | undefined } & Omit<
      SectionToAdd,
      'id'
    >)
  | {
      readonly kind: 'edit_section'
      readonly section: string
      readonly title: string
      readonly headings: readonly string[]
      readonly objectives: readonly string[]
    }
  | { readonly kind: 'move_section'; readonly section: string; readonly session: string; readonly to: number }
  | { readonly kind: 'merge_sections'; readonly section: string; readonly into: string }
  /** The new section follows the old one and takes these headings, objectives and questions (their stable ids). */
  | {
      readonly kind: 'split_section'
      readonly section: string
      readonly title: string
      readonly headings: readonly string[]
      readonly objectives: readonly string[]
      readonly questions: readonly string[]
    }
  | { readonly kind: 'delete_section'; readonly section: string; readonly questionsTo: string }
  /** Adds what is not there yet; nothing is removed nor renamed. */
  | { readonly kind: 'add_outline'; readonly sessions: readonly SessionToAdd[] }
  /** Another outline in the place of this one; questions of sections that it lacks wait without a section. */
  | { readonly kind: 'replace'; readonly sessions: readonly OutlineSession[] }

export type OutlineCommandKind = OutlineCommand['kind']

/** The questions of `from`, or only those listed, go to `to`. */
export type QuestionMove = { readonly from: string; readonly to: string; readonly only?: readonly string[] }

export type OutlineChangeFault =
  | { readonly code: 'unknown'; readonly id: string }
  | { readonly code: 'same_title'; readonly title: string }
  | { readonly code: 'too_many'; readonly what: keyof typeof outlineLimits }

export type OutlineChange = {
  readonly outline: Outline
  readonly moves: readonly QuestionMove[]
  /** Sections that are gone and the ones that took their place, which draft exams then ask for instead. */
  readonly replaced: Readonly<Record<string, string>>
}

class Fault extends Error {
  readonly fault: OutlineChangeFault

  constructor(fault: OutlineChangeFault) {
    super(fault.code)
    this.fault = fault
  }
}

/** What a command makes of an outline, or why it cannot be. */
export function decideOutlineChange(
  outline: Outline,
  command: OutlineCommand,
): OutlineChange | { fault: OutlineChangeFault } {
  try {
    const change = applied(outline, command)
    requireWithinLimits(change.outline)
    return change
  } catch (error) {
    if (error instanceof Fault) return { fault: error.fault }
    throw error
  }
}

const alone = (outline: Outline): OutlineChange => ({ outline, moves: [], replaced: {} })

function applied(outline: Outline, command: OutlineCommand): OutlineChange {
  const { sessions } = outline
  switch (command.kind) {
    case 'add_session': {
      requireFreeTitle(sessions, command.title)
      const { title, date, at = sessions.length } = command
      const session = { id: newId(title, 'seance', sessions), title, ...dated(date), labs: [], sections: [] }
      return alone({ sessions: inserted(sessions, session, at) })
    }
    case 'edit_session': {
      const found = sessionOf(outline, command.session)
      requireFreeTitle(sessions, command.title, found)
      const next = {
        id: found.id,
        title: command.title,
        ...dated(command.date),
        labs: command.labs,
        sections: found.sections,
      }
      return alone({ sessions: sessions.map((one) => (one === found ? next : one)) })
    }
    case 'move_session': {
      const found = sessionOf(outline, command.session)
      return alone({
        sessions: inserted(
          sessions.filter((one) => one !== found),
          found,
          command.to,
        ),
      })
    }
    case 'delete_session':
      return sessionDeleted(outline, command)
    case 'add_section': {
      const { session, title, headings = [], objectives = [], at } = command
      const found = sessionOf(outline, session)
      requireFreeTitle(found.sections, title)
      const section = { id: newSectionId(title, outline), title, headings, objectives }
      return alone(withSections(outline, found, inserted(found.sections, section, at ?? found.sections.length)))
    }
    case 'edit_section': {
      const { session, section } = placeOf(outline, command.section)
      requireFreeTitle(session.sections, command.title, section)
      const { title, headings, objectives } = command
      const next = { id: section.id, title, headings, objectives }
      return alone(
        withSections(
          outline,
          session,
          session.sections.map((one) => (one === section ? next : one)),
        ),
      )
    }
    case 'move_section':
      return alone(sectionMoved(outline, command))
    case 'merge_sections':
      return sectionsMerged(outline, command)
    case 'split_section':
      return sectionSplit(outline, command)
    case 'delete_section': {
      const { session, section } = placeOf(outline, command.section)
      const next = withSections(
        outline,
        session,
        session.sections.filter((one) => one !== section),
      )
      return deleted(next, [section.id], command.questionsTo)
    }
    case 'add_outline':
      return alone(command.sessions.reduce(completed, outline))
    case 'replace': {
      const next = { sessions: command.sessions }
      const kept = new Set(sectionsOf(next).map(({ id }) => id))
      const gone = sectionsOf(outline).filter(({ id }) => !kept.has(id))
      return { outline: next, moves: gone.map(({ id }) => ({ from: id, to: noSection })), replaced: {} }
    }
  }
}

function sessionDeleted(
  outline: Outline,
  { session, sectionsTo, questionsTo }: Extract<OutlineCommand, { kind: 'delete_session' }>,
): OutlineChange {
  const found = sessionOf(outline, session)
  const left = { sessions: outline.sessions.filter((one) => one !== found) }
  if (sectionsTo === undefined)
    return deleted(
      left,
      found.sections.map(({ id }) => id),
      questionsTo ?? noSection,
    )
  const target = sessionOf(left, sectionsTo)
  for (const { title } of found.sections) requireFreeTitle(target.sections, title)
  return alone(withSections(left, target, [...target.sections, ...found.sections]))
}

/** `left` is the outline without these sections. */
function deleted(left: Outline, gone: readonly string[], to: string): OutlineChange {
  if (to !== noSection) placeOf(left, to)
  const moves = gone.map((from) => ({ from, to }))
  // Questions that wait are not drawn, so no draft exam follows them.
  return { outline: left, moves, replaced: to === noSection ? {} : Object.fromEntries(gone.map((from) => [from, to])) }
}

function sectionMoved(
  outline: Outline,
  { section: id, session: target, to }: Extract<OutlineCommand, { kind: 'move_section' }>,
): Outline {
  const { session, section } = placeOf(outline, id)
  const without = withSections(
    outline,
    session,
    session.sections.filter((one) => one !== section),
  )
  const found = sessionOf(without, target)
  requireFreeTitle(found.sections, section.title)
  return withSections(without, found, inserted(found.sections, section, to))
}

function sectionsMerged(
  outline: Outline,
  { section: id, into }: Extract<OutlineCommand, { kind: 'merge_sections' }>,
): OutlineChange {
  const { session, section } = placeOf(outline, id)
  if (id === into) throw new Fault({ code: 'unknown', id: into })
  const without = withSections(
    outline,
    session,
    session.sections.filter((one) => one !== section),
  )
  const target = placeOf(without, into)
  const merged = {
    ...target.section,
    headings: union(target.section.headings, section.headings),
    objectives: union(target.section.objectives, section.objectives),
  }
  const sections = target.session.sections.map((one) => (one === target.section ? merged : one))
  return {
    outline: withSections(without, target.session, sections),
    moves: [{ from: id, to: into }],
    replaced: { [id]: into },
  }
}

function sectionSplit(
  outline: Outline,
  { section: id, title, headings, objectives, questions }: Extract<OutlineCommand, { kind: 'split_section' }>,
): OutlineChange {
  const { session, section } = placeOf(outline, id)
  requireFreeTitle(session.sections, title)
  const taken = { headings: new Set(headings), objectives: new Set(objectives) }
  const stays = {
    ...section,
    headings: section.headings.filter((one) => !taken.headings.has(one)),
    objectives: section.objectives.filter((one) => !taken.objectives.has(one)),
  }
  const fresh = {
    id: newSectionId(title, outline),
    title,
    headings: section.headings.filter((one) => taken.headings.has(one)),
    objectives: section.objectives.filter((one) => taken.objectives.has(one)),
  }
  const sections = session.sections.flatMap((one) => (one === section ? [stays, fresh] : [one]))
  const moves = questions.length === 0 ? [] : [{ from: id, to: fresh.id, only: questions }]
  return { outline: withSections(outline, session, sections), moves, replaced: {} }
}

function completed(outline: Outline, proposed: SessionToAdd): Outline {
  const { sessions } = outline
  const known =
    sessions.find(({ id }) => id === proposed.id) ??
    sessions.find(({ title }) => titleName(title) === titleName(proposed.title))
  const found = known ?? {
    id: newId(proposed.id ?? proposed.title, 'seance', sessions),
    title: proposed.title,
    labs: [],
    sections: [],
  }
  const next = {
    ...found,
    ...dated(found.date ?? proposed.date),
    labs: union(found.labs, proposed.labs ?? []),
  }
  const start: Outline = { sessions: known ? sessions.map((one) => (one === known ? next : one)) : [...sessions, next] }
  return proposed.sections.reduce<Outline>((so, section) => sectionCompleted(so, { session: found.id, section }), start)
}

function sectionCompleted(
  outline: Outline,
  { session: sessionId, section: proposed }: { session: string; section: SectionToAdd },
): Outline {
  const session = sessionOf(outline, sessionId)
  const { title, headings = [], objectives = [] } = proposed
  const known =
    outline.sessions.flatMap((one) =>
      one.sections.flatMap((section) => (section.id === proposed.id ? [{ session: one, section }] : [])),
    )[0] ??
    session.sections.flatMap((section) =>
      titleName(section.title) === titleName(title) ? [{ session, section }] : [],
    )[0]
  if (!known) {
    const fresh = { id: newSectionId(proposed.id ?? title, outline), title, headings, objectives }
    return withSections(outline, session, [...session.sections, fresh])
  }
  const whole = {
    ...known.section,
    headings: union(known.section.headings, headings),
    objectives: union(known.section.objectives, objectives),
  }
  return withSections(
    outline,
    known.session,
    known.session.sections.map((one) => (one === known.section ? whole : one)),
  )
}

function sessionOf({ sessions }: Outline, id: string): OutlineSession {
  const found = sessions.find((one) => one.id === id)
  if (!found) throw new Fault({ code: 'unknown', id })
  return found
}

function placeOf({ sessions }: Outline, id: string): { session: OutlineSession; section: OutlineSection } {
  for (const session of sessions) {
    const section = session.sections.find((one) => one.id === id)
    if (section) return { session, section }
  }
  throw new Fault({ code: 'unknown', id })
}

function withSections({ sessions }: Outline, session: OutlineSession, sections: readonly OutlineSection[]): Outline {
  return { sessions: sessions.map((one) => (one === session ? { ...session, sections } : one)) }
}

function inserted<T>(list: readonly T[], one: T, at: number): T[] {
  const place = Math.max(0, Math.min(at, list.length))
  return [...list.slice(0, place), one, ...list.slice(place)]
}

const union = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])]

const dated = (date: string | undefined) => (date === undefined ? {} : { date })

/** Two sessions of a course, or two sections of a session, do not have the same title. */
function requireFreeTitle(
  list: readonly { readonly title: string }[],
  title: string,
  except?: { readonly title: string },
) {
  const name = titleName(title)
  // A list that comes from a file may hold the same title twice: keeping a title is no new fault.
  if (except && titleName(except.title) === name) return
  if (list.some((one) => one !== except && titleName(one.title) === name)) {
    throw new Fault({ code: 'same_title', title })
  }
}

const newId = (wanted: string, otherwise: string, taken: readonly { readonly id: string }[]) =>
  freeId(slugOf(wanted, otherwise), new Set(taken.map(({ id }) => id)))

const newSectionId = (wanted: string, outline: Outline) =>
  newId(wanted, 'section', [{ id: noSection }, ...sectionsOf(outline)])

function requireWithinLimits(outline: Outline) {
  const what = excessOf(outline)
  if (what) throw new Fault({ code: 'too_many', what })
}

type Counted = {
  readonly sessions: readonly {
    readonly labs?: readonly unknown[] | undefined
    readonly sections: readonly { readonly headings: readonly unknown[]; readonly objectives: readonly unknown[] }[]
  }[]
}

/** What an outline has too many of; null when it is within the limits. */
export function excessOf({ sessions }: Counted): keyof typeof outlineLimits | null {
  const sections = sessions.flatMap((session) => session.sections)
  const longest = {
    sessions: sessions.length,
    labs: Math.max(0, ...sessions.map(({ labs = [] }) => labs.length)),
    sections: Math.max(0, ...sessions.map((session) => session.sections.length)),
    headings: Math.max(0, ...sections.map(({ headings }) => headings.length)),
    objectives: Math.max(0, ...sections.map(({ objectives }) => objectives.length)),
  }
  const whats = ['sessions', 'labs', 'sections', 'headings', 'objectives'] as const
  return whats.find((what) => longest[what] > outlineLimits[what]) ?? null
}

/** The ids of what the second outline has and the first has not. */
export function addedBetween(before: Outline, after: Outline) {
  const sessions = new Set(before.sessions.map(({ id }) => id))
  const sections = new Set(sectionsOf(before).map(({ id }) => id))
  return {
    sessions: after.sessions.map(({ id }) => id).filter((id) => !sessions.has(id)),
    sections: sectionsOf(after)
      .map(({ id }) => id)
      .filter((id) => !sections.has(id)),
  }
}

type PlacedQuestion = {
  /** The stable id, which a split lists. */
  readonly key: string
  readonly section: string
}

/**
 * The section of a question after a change. A question of a section that no longer exists waits without one, so that
 * none is lost from sight.
 */
export function sectionAfter(
  { outline, moves }: Pick<OutlineChange, 'outline' | 'moves'>,
  question: PlacedQuestion,
): string {
  const move = moves.find(({ from, only }) => from === question.section && (!only || only.includes(question.key)))
  const section = move?.to ?? question.section
  return sectionsOf(outline).some(({ id }) => id === section) ? section : noSection
}

/** The lines of an exam plan, or its exceptions, with the sections that took the place of others. */
export const followed = <Line extends { readonly section?: string | undefined }>(
  lines: readonly Line[],
  replaced: OutlineChange['replaced'],
): Line[] =>
  lines.map((line) => {
    const next = line.section === undefined ? undefined : replaced[line.section]
    return next === undefined ? line : { ...line, section: next }
  })

/** A question that a change moved: its id, the section it had, the one it was given. */
export type MovedQuestion = { readonly id: string; readonly from: string; readonly to: string }

type UndoInput = {
  readonly change: { readonly before: Outline; readonly after: Outline; readonly moved: readonly MovedQuestion[] }
  readonly current: Outline
  readonly questions: readonly { readonly id: string; readonly section: string }[]
}

/**
 * Takes a change back: the outline as it was, and each question it moved in the section it had, unless somebody moved
 * the question elsewhere since. Refused when the outline changed since, or when a section that would go holds questions
 * that came after.
 */
export function decideOutlineUndo({
  change: { before, after, moved },
  current,
  questions,
}: UndoInput):
  | { outline: Outline; back: { id: string; section: string }[] }
  | { fault: { code: 'changed_since' } | { code: 'questions_since'; questions: number } } {
  if (canonicalJson(current) !== canonicalJson(after)) return { fault: { code: 'changed_since' } }
  const movedBy = new Map(moved.map((one) => [one.id, one]))
  const known = new Set([noSection, ...sectionsOf(before).map(({ id }) => id)])
  const homeless = questions.filter(({ id, section }) => !known.has(section) && !movedBy.has(id))
  if (homeless.length > 0) return { fault: { code: 'questions_since', questions: homeless.length } }
  const back = questions.flatMap(({ id, section }) => {
    const one = movedBy.get(id)
    const isMovedSince = section !== one?.to && known.has(section)
    return one && !isMovedSince ? [{ id, section: one.from }] : []
  })
  return { outline: before, back }
}
