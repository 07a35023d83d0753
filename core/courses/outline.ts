/** The outline of a course: its sessions, the sections of each, what they cover and what students should be able to do. */
import { differenceOf } from '#core/questions/text-difference.ts'

export type OutlineSection = {
  /** Unique in the course and never changed; a question names it. */
  readonly id: string
  readonly title: string
  /** Headings of the course text it covers. */
  readonly headings: readonly string[]
  readonly objectives: readonly string[]
}

export type OutlineSession = {
  readonly id: string
  readonly title: string
  /** The day it takes place, `2026-09-14`. */
  readonly date?: string | undefined
  readonly labs: readonly string[]
  readonly sections: readonly OutlineSection[]
}

export type Outline = { readonly sessions: readonly OutlineSession[] }

/** Where questions wait that belong to no section: shown and counted, never drawn. No section may take this id. */
export const noSection = 'sans-section'

export const outlineLimits = { sessions: 40, sections: 60, headings: 200, objectives: 40, labs: 20 } as const

type StoredSection = Pick<OutlineSection, 'id' | 'title'> & {
  readonly headings?: readonly string[] | undefined
  readonly objectives?: readonly string[] | undefined
}
type StoredSession = Pick<OutlineSession, 'id' | 'title'> & {
  readonly date?: string | undefined
  readonly labs?: readonly string[] | undefined
  readonly sections?: readonly StoredSection[] | undefined
}
/** An outline whose empty lists may be absent, as in older databases and in files. */
export type StoredOutline = { readonly sessions: readonly StoredSession[] }

type WholeSection = { id: string; title: string; headings: string[]; objectives: string[] }
export type WholeSession = { id: string; title: string; date?: string; labs: string[]; sections: WholeSection[] }
type WholeOutline = { sessions: WholeSession[] }

/** The outline with its empty lists written out and in one order of keys, so that equal outlines compare as equal. */
export function wholeOutline({ sessions }: StoredOutline): WholeOutline {
  return {
    sessions: sessions.map(({ id, title, date, labs = [], sections = [] }) => ({
      id,
      title,
      ...(date === undefined ? {} : { date }),
      labs: [...labs],
      sections: sections.map((section) => ({
        id: section.id,
        title: section.title,
        headings: [...(section.headings ?? [])],
        objectives: [...(section.objectives ?? [])],
      })),
    })),
  }
}

export const sectionsOf = ({ sessions }: Outline): OutlineSection[] => sessions.flatMap(({ sections }) => [...sections])

/** The outline line by line, to show two of them as a difference. */
export function outlineLines({ sessions }: Outline): string[] {
  return sessions.flatMap(({ title, date, labs, sections }) => [
    date === undefined ? title : `${title} (${date})`,
    ...labs.map((lab) => `    + ${lab}`),
    ...sections.flatMap((section) => [
      `    ${section.title}`,
      ...section.objectives.map((objective) => `        – ${objective}`),
      ...section.headings.map((heading) => `        § ${heading}`),
    ]),
  ])
}

export const differenceOfOutlines = (before: Outline, after: Outline) =>
  differenceOf(outlineLines(before).join('\n'), outlineLines(after).join('\n')).filter(({ text }) => text !== '')

export type OutlineFault = {
  readonly code: 'duplicate_session' | 'duplicate_section' | 'reserved_section' | 'same_title'
  readonly session: number
  /** Null when the session itself is at fault. */
  readonly section: number | null
  readonly key: string
}

/**
 * The outline of a file without what cannot be: of two sessions or sections with the same id, the first is kept; the
 * reserved id is left out. Equal titles side by side are reported and kept, because their ids tell them apart.
 */
export function soundOutline({ sessions }: Outline): { outline: Outline; faults: OutlineFault[] } {
  const faults: OutlineFault[] = []
  const sectionIds = new Set<string>([])
  const sessionIds = new Set<string>([])
  const sessionTitles = new Set<string>([])
  const kept = sessions.flatMap((session, at): OutlineSession[] => {
    if (sessionIds.has(session.id)) {
      faults.push({ code: 'duplicate_session', session: at, section: null, key: session.id })
      return []
    }
    sessionIds.add(session.id)
    if (isTaken(sessionTitles, session.title)) {
      faults.push({ code: 'same_title', session: at, section: null, key: session.title })
    }
    const titles = new Set<string>([])
    const sections = session.sections.filter(({ id, title }, place) => {
      const where = { session: at, section: place }
      if (id === noSection) faults.push({ ...where, code: 'reserved_section', key: id })
      else if (sectionIds.has(id)) faults.push({ ...where, code: 'duplicate_section', key: id })
      else if (isTaken(titles, title)) faults.push({ ...where, code: 'same_title', key: title })
      const isKept = id !== noSection && !sectionIds.has(id)
      sectionIds.add(id)
      return isKept
    })
    return [{ ...session, sections }]
  })
  return { outline: { sessions: kept }, faults }
}

function isTaken(titles: Set<string>, title: string): boolean {
  const name = titleName(title)
  const taken = titles.has(name)
  titles.add(name)
  return taken
}

/** Two titles that differ by case, accents or spaces only are the same title to who reads them. */
export const titleName = (title: string) =>
  title.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase()
