/** What the parts of a material make of the outline of a course, given what each part is. */
import { cutText } from '#core/cut-text.ts'
import { headingName } from '#core/questions/course-text.ts'
import { freeId, slugOf } from '#core/slug.ts'
import type { MaterialPart } from './material.ts'
import { noSection, type OutlineSection, type OutlineSession } from './outline.ts'
import type { PartRole } from './plan-proposal.ts'

export type OutlinedSection = { id: string; title: string; headings: string[]; objectives: readonly string[] }
export type OutlinedSession = Omit<OutlineSession, 'labs' | 'sections'> & {
  labs?: readonly string[] | undefined
  sections: OutlinedSection[]
}
type GivenSession = Omit<OutlinedSession, 'sections'> & { readonly sections: readonly OutlineSection[] }
export type RoledPart = Pick<MaterialPart, 'heading' | 'text'> & { readonly role: PartRole }

/** Where the first parts go, until a part begins a session. */
export type FirstSession =
  | { readonly kind: 'existing'; readonly id: string }
  | { readonly kind: 'new'; readonly title: string }

/** What was added to an outline, by ids; `headings` were added to sections that existed. */
export type OutlineAdditions = {
  sessions: string[]
  sections: string[]
  headings: { section: string; heading: string }[]
}

export type MaterialOutline = {
  sessions: OutlinedSession[]
  added: OutlineAdditions
  /** By part: the section its text is in; null for one that is ignored. */
  sectionOf: (string | null)[]
}

type OutlineWithInput = {
  sessions: readonly GivenSession[]
  parts: readonly RoledPart[]
  first: FirstSession
}

/**
 * The outline with the sessions, sections and headings of a material. A section is found again by one of its headings,
 * then by its title within its session; nothing that was there is changed or moved.
 */
export function outlineWith({ sessions, parts, first }: OutlineWithInput): MaterialOutline {
  const outline: OutlinedSession[] = sessions.map((session) => ({
    ...session,
    sections: session.sections.map((section) => ({ ...section, headings: [...section.headings] })),
  }))
  const added: OutlineAdditions = { sessions: [], sections: [], headings: [] }
  const sectionOf: (string | null)[] = []
  const here: { session: OutlinedSession | null; section: OutlinedSection | null } = { session: null, section: null }
  /** Parts whose text waits for the first section of its session. */
  let waiting: { at: number; heading: string }[] = []

  const openSession = (title: string): OutlinedSession => {
    const known = outline.find((one) => headingName(one.title) === headingName(title))
    const taken = outline.map(({ id }) => id)
    const session = known ?? {
      id: freeId(slugOf(title, 'seance'), new Set(taken)),
      title: cutText(title, 200),
      sections: [],
    }
    if (!known) {
      outline.push(session)
      added.sessions.push(session.id)
    }
    here.session = session
    here.section = null
    return session
  }
  const sessionNow = (): OutlinedSession => {
    if (here.session) return here.session
    const known = first.kind === 'existing' ? outline.find(({ id }) => id === first.id) : undefined
    if (!known) return openSession(first.kind === 'new' ? first.title : '')
    here.session = known
    return known
  }
  const attach = (to: OutlinedSection, heading: string) => {
    if (heading === '' || covers(to, heading)) return
    to.headings.push(heading)
    if (!added.sections.includes(to.id)) added.headings.push({ section: to.id, heading })
  }
  const openSection = (heading: string) => {
    const session = sessionNow()
    const all = [session, ...outline.filter((one) => one !== session)].flatMap(({ sections }) => sections)
    const known =
      all.find((one) => covers(one, heading)) ??
      session.sections.find(({ title }) => headingName(title) === headingName(heading))
    const taken = all.map(({ id }) => id)
    const title = cutText(heading, 200)
    const section = known ?? {
      id: freeId(slugOf(heading, 'section'), new Set([noSection, ...taken])),
      title,
      headings: [],
      objectives: [],
    }
    if (!known) {
      session.sections.push(section)
      added.sections.push(section.id)
    }
    here.section = section
    for (const one of waiting) {
      sectionOf[one.at] = section.id
      attach(section, one.heading)
    }
    waiting = []
    attach(section, heading)
  }
  const settleWaiting = () => {
    const [one] = waiting
    if (one) openSection(one.heading === '' ? sessionNow().title : one.heading)
  }

  for (const [at, { heading, text, role }] of parts.entries()) {
    sectionOf.push(null)
    if (role === 'ignored') continue
    if (role === 'session' && heading !== '') {
      settleWaiting()
      openSession(heading)
      if (!isSubtitle({ role, text })) waiting.push({ at, heading })
      continue
    }
    if (heading === '' && waiting.length > 0) {
      waiting.push({ at, heading })
      continue
    }
    if ((role === 'section' && heading !== '') || !here.section)
      openSection(heading === '' ? sessionNow().title : heading)
    const home = heading === '' ? undefined : homeOf(outline, heading)
    if (!home && here.section) attach(here.section, heading)
    sectionOf[at] = home?.id ?? here.section?.id ?? null
  }
  settleWaiting()
  // A session that received no section is not added.
  const empty = outline.filter(({ id, sections }) => added.sessions.includes(id) && sections.length === 0)
  added.sessions = added.sessions.filter((id) => !empty.some((one) => one.id === id))
  return { sessions: outline.filter((one) => !empty.includes(one)), added, sectionOf }
}

/** What a title slide says beside its title, such as a date: nothing to ask about. */
export const isSubtitle = ({ role, text }: Pick<RoledPart, 'role' | 'text'>): boolean =>
  role === 'session' && text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length < fewWords

const fewWords = 25

const covers = ({ headings }: OutlinedSection, heading: string) =>
  headings.some((one) => headingName(one) === headingName(heading))

const homeOf = (outline: readonly OutlinedSession[], heading: string) =>
  outline.flatMap(({ sections }) => sections).find((section) => covers(section, heading))

/** The outline without what a material had added; a section that questions use stays, and so does its session. */
export function outlineWithout(
  sessions: readonly GivenSession[],
  { added, used }: { added: Partial<OutlineAdditions>; used: ReadonlySet<string> },
): OutlinedSession[] {
  const { sessions: addedSessions = [], sections: addedSections = [], headings: addedHeadings = [] } = added
  const isGone = (section: string, heading: string) =>
    addedHeadings.some((one) => one.section === section && headingName(one.heading) === headingName(heading))
  return sessions
    .map((session) => ({
      ...session,
      sections: session.sections
        .filter(({ id }) => !addedSections.includes(id) || used.has(id))
        .map((section) => {
          const headings = section.headings.filter((heading) => !isGone(section.id, heading))
          return { ...section, headings }
        }),
    }))
    .filter(({ id, sections }) => sections.length > 0 || !addedSessions.includes(id))
}
