import { cutText } from '#core/cut-text.ts'
import type { MaterialPart } from './material.ts'

/** What a part of the material becomes in the plan: `within` belongs to the section above. */
export const partRoles = ['session', 'section', 'within', 'ignored'] as const
export type PartRole = (typeof partRoles)[number]

export type ProposedSection = {
  title: string
  /** Headings of its parts, each once, in order. */
  headings: string[]
  /** Ranks of its parts in the material, from 0. */
  parts: number[]
}
export type ProposedSession = { title: string; sections: ProposedSection[] }

type Headed = Pick<MaterialPart, 'level' | 'heading' | 'text'>
type PlanInput = { title: string; parts: readonly Headed[] }

/** Sessions and sections that the headings of a material suggest; a trainer adjusts the roles, then confirms. */
export const proposePlan = (material: PlanInput): ProposedSession[] =>
  planOf({ ...material, roles: proposeRoles(material.parts) })

/**
 * The heading without what only says that it goes on: « Volumes (suite) », « Volumes (2/3) » and « Volumes (cont.) » are
 * all « Volumes ».
 */
export function sectionHeading(heading: string): string {
  let said = cutText(heading.replace(/\s+/g, ' ').trim(), longestHeading)
  for (let shorter = withoutEnding(said); shorter !== said; shorter = withoutEnding(said)) said = shorter
  return said
}

const longestHeading = 300

const goesOn = [
  'suite(?: et fin)?',
  'fin',
  String.raw`cont(?:inued|inuation|[’']d|d)?\.?`,
  String.raw`(?:part(?:ie)?|n°|no\.?) ?\d{1,2}(?: ?(?:\/|sur|of|de) ?\d{1,2})?`,
  String.raw`\d{1,2} ?(?:\/|sur|of|de) ?\d{1,2}`,
  String.raw`(?:\d{1,2}|1re|2e|3e|4e|première|deuxième|seconde|troisième|dernière) ?(?:e|ème|ère|re)? ?partie`,
].join('|')
const inBrackets = new RegExp(String.raw`^(.*\S) ?[([] ?(?:${goesOn}|\d{1,2}|…|\.\.\.) ?[)\]]$`, 'iu')
const afterSign = new RegExp(String.raw`^(.*[^\s,;:–—-]) ?(?:[–—,;:…]|\.\.\.| -) ?(?:${goesOn})$`, 'iu')

const withoutEnding = (said: string) => (inBrackets.exec(said) ?? afterSign.exec(said))?.[1]?.trim() ?? said

/** Two headings of one section, whatever their capitals. */
export const isSameHeading = (one: string, other: string): boolean =>
  sectionHeading(one).toLocaleLowerCase('fr') === sectionHeading(other).toLocaleLowerCase('fr')

/**
 * The role of each part. With one heading above all others, it is the session and the next level its sections. With
 * several, each is a session when most of them have headings below; else they are the sections of one session.
 */
export function proposeRoles(parts: readonly Headed[]): PartRole[] {
  const levels = [...new Set(parts.filter(isHeaded).map(({ level }) => level))].sort((one, other) => one - other)
  const [top, next] = levels
  if (top === undefined) return parts.map((_, rank) => (rank === 0 ? 'section' : 'within'))
  const tops = ranksOf(parts, (part) => isHeaded(part) && part.level === top)
  const asked = tops.filter((rank) => !isAside(parts[rank]?.heading ?? ''))
  const isFlat = next === undefined || (asked.length > 1 && withDeeper(parts, asked, top) < asked.length / 2)
  const cover = isFlat ? null : coverOf(parts, tops)
  const sectionLevel = isFlat ? top : next
  const saysSomething = parts.some(({ text }) => text !== '')
  let section: Headed | null = null
  /** The level of the part left out above: what is deeper goes with it. */
  let ignored = maxLevel
  return parts.map((part, rank): PartRole => {
    const isTop = isHeaded(part) && part.level === top
    if (isHeaded(part) && part.level > ignored) return 'ignored'
    if (isHeaded(part)) ignored = maxLevel
    if (rank === cover) return 'ignored'
    if (isHeaded(part) && isAside(part.heading)) {
      ignored = part.level
      return 'ignored'
    }
    if (isTop && !isFlat) {
      section = null
      return 'session'
    }
    const isSection = isHeaded(part) && part.level <= sectionLevel
    if (!isSection && section !== null) return 'within'
    if (section !== null && isSameHeading(part.heading, section.heading)) return 'within'
    if (saysSomething && isEmpty(parts, { rank, level: isSection ? part.level : maxLevel })) return 'ignored'
    section = part
    return 'section'
  })
}

const maxLevel = 6

/** Whether neither the part nor what is below its heading says anything: there is nothing to ask about. */
function isEmpty(parts: readonly Headed[], { rank, level }: { rank: number; level: number }): boolean {
  const end = parts.findIndex((part, other) => other > rank && isHeaded(part) && part.level <= level)
  return parts.slice(rank, end === -1 ? undefined : end).every(({ text }) => text === '')
}

const isHeaded = ({ heading }: Headed) => heading !== ''

const ranksOf = (parts: readonly Headed[], is: (part: Headed) => boolean) =>
  parts.flatMap((part, rank) => (is(part) ? [rank] : []))

/** How many of these parts have a deeper heading before the next of them. */
const withDeeper = (parts: readonly Headed[], tops: readonly number[], top: number) =>
  tops.filter((rank) => {
    const following = parts.slice(rank + 1).find(isHeaded)
    return following !== undefined && following.level > top
  }).length

/** The title slide of a deck that has other sessions, when nothing but a table of contents follows it. */
function coverOf(parts: readonly Headed[], tops: readonly number[]): number | null {
  const [first, second] = tops
  if (first === undefined || second === undefined || ranksOf(parts.slice(0, first), isHeaded).length > 0) return null
  const between = parts.slice(first + 1, second)
  const own = parts[first]?.text ?? ''
  return wordsIn(own) < fewWords && between.every((part) => (isHeaded(part) ? isAside(part.heading) : part.text === ''))
    ? first
    : null
}

const fewWords = 25
const wordsIn = (text: string) => text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length

/** Slides of a deck that hold nothing to ask about. */
const isAside = (heading: string) =>
  /^(?:sommaire|plan(?: du cours| de la (?:séance|session|présentation|formation))?|agenda|table des matières|au programme|tour de table|planning|(?:table of )?contents|outline|merci(?: de votre attention| à tous)?|thank(?:s| you)(?: for your attention)?|(?:des |any )?questions|q ?(?:&|\/|et|and) ?[ar]|références|references|bibliographie|bibliography)$/iu.test(
    heading.replace(/[\s\u202f?!.:…]+$/u, '').replace(/^[\s\u202f❖•–—-]+/u, ''),
  )

/**
 * Parts with their roles → the plan. A section met again in its session goes on with the same; a part before any
 * session belongs to one with the title of the material.
 */
export function planOf({ title, parts, roles }: PlanInput & { roles: readonly PartRole[] }): ProposedSession[] {
  const sessions: ProposedSession[] = []
  const current = (): ProposedSession => {
    const last = sessions.at(-1)
    if (last) return last
    const first = { title, sections: [] }
    sessions.push(first)
    return first
  }
  let section: ProposedSection | null = null
  for (const [rank, part] of parts.entries()) {
    switch (roles[rank] ?? 'ignored') {
      case 'ignored':
        break
      case 'session':
        sessions.push({ title: part.heading || title, sections: [] })
        // What a title slide says beside its title is a subtitle; a paragraph is something to ask about.
        section = wordsIn(part.text) < fewWords ? null : sectionIn(current(), part.heading || title)
        section?.parts.push(rank)
        break
      case 'section':
        section = sectionIn(current(), part.heading || current().title)
        add(section, rank, part)
        break
      case 'within':
        section ??= sectionIn(current(), part.heading || current().title)
        add(section, rank, part)
        break
    }
  }
  return sessions
}

function add(section: ProposedSection, rank: number, { heading }: Headed) {
  section.parts.push(rank)
  if (heading !== '' && !section.headings.some((one) => isSameHeading(one, heading))) section.headings.push(heading)
}

function sectionIn(session: ProposedSession, title: string): ProposedSection {
  const known = session.sections.find((one) => isSameHeading(one.title, title))
  if (known) return known
  const made = { title: sectionHeading(title), headings: [sectionHeading(title)], parts: [] }
  session.sections.push(made)
  return made
}
