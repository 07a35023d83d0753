import type { ContentNode } from '#contract/questions/content.ts'
import { isSubtitle } from '#core/courses/material-outline.ts'
import { headingName } from '#core/questions/course-text.ts'
import type { CourseMaterial } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { ReadPart } from '#server/questions/bank/course-parts.ts'
import { currentMaterials } from '#server/questions/bank/course-passages.ts'
import { current, findOutline } from '#server/questions/queries.ts'
import { withoutImages } from '#server/questions/rendering/without-images.ts'

/** The text of the course by session and section; passages in no section come after. */
export async function readCourseText(deps: Deps, courseId: string) {
  const [sessions, materials, questions] = await Promise.all([
    findOutline(deps, courseId),
    currentMaterials(deps.db, courseId),
    countByHeading(deps, courseId),
  ])
  const homes = homesOf(sessions)
  const placed = materials.flatMap((material) => {
    let session = material.session
    return passagesIn(material).map((part) => {
      const names = homes.get(headingName(part.heading)) ?? []
      // A heading that several sections cover is read where the parts around it are.
      const home = names.find((one) => one.session === session) ?? names[0]
      if (home) session = home.session
      const count = questions.get(headingName(part.heading)) ?? 0
      return { section: home?.section ?? null, passage: passageView(part, { material, questions: count }) }
    })
  })
  const passagesOf = (section: string | null) =>
    placed.filter((one) => one.section === section).map(({ passage }) => passage)
  return {
    sessions: sessions.map(({ id, title, sections }) => ({
      id,
      title,
      sections: sections.map((section) => ({
        id: section.id,
        title: section.title,
        objectives: section.objectives,
        passages: passagesOf(section.id),
      })),
    })),
    unplaced: passagesOf(null),
  }
}

export type CourseTextView = Awaited<ReturnType<typeof readCourseText>>

/** By heading name, the active questions that rest on the passage. */
export async function countByHeading({ db }: Pick<Deps, 'db'>, courseId: string): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ heading: string; count: number }[]>`
    select facts->>'heading' as heading, count(*)::int as count
    from (${current(courseId)}) as current group by 1`
  const counts = new Map<string, number>()
  for (const { heading, count } of rows) {
    const name = headingName(heading)
    counts.set(name, (counts.get(name) ?? 0) + count)
  }
  return counts
}

type Home = { session: string; section: string }

function homesOf(sessions: Awaited<ReturnType<typeof findOutline>>): Map<string, Home[]> {
  const homes = new Map<string, Home[]>()
  for (const { id: session, sections } of sessions)
    for (const { id: section, headings } of sections)
      for (const heading of headings) {
        const name = headingName(heading)
        homes.set(name, [...(homes.get(name) ?? []), { session, section }])
      }
  return homes
}

/** By heading name, the text under it as students may read it: without the notes of who teaches, without pictures. */
export async function readPassageContents({ db }: Deps, courseId: string): Promise<Map<string, ContentNode[]>> {
  const texts = new Map<string, ContentNode[]>()
  for (const material of await currentMaterials(db, courseId))
    for (const { heading, content } of passagesIn(material)) {
      const name = headingName(heading)
      texts.set(name, [...(texts.get(name) ?? []), ...withoutImages(content)].slice(0, mostBlocks))
    }
  return texts
}

/** As many as a reply holds. */
const mostBlocks = 2_000

type TextPassage = ReadPart & { at: number }

/** The parts that have something to read; one without a heading is under the heading above. */
function passagesIn({ parts }: Pick<CourseMaterial, 'parts'>): TextPassage[] {
  let above = ''
  return parts.flatMap((part, at) => {
    if (part.role === 'ignored' || isSubtitle(part)) return []
    above = part.heading || above
    const isEmpty = part.content.length === 0 && part.noteContent.length === 0
    return isEmpty || above === '' ? [] : [{ ...part, heading: above, at }]
  })
}

type PassageViewInput = { material: CourseMaterial; questions: number }

function passageView(
  { at, page, heading, text, content, noteContent }: TextPassage,
  { material, questions }: PassageViewInput,
) {
  const { id, title, isFromFile } = material
  return {
    id: `${id.slice(0, 8)}-${at + 1}`,
    ...{ heading, text, content, questions },
    notes: noteContent,
    material: { id, title, page, isFromFile },
  }
}
