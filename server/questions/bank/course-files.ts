import { stringify } from 'yaml'
import { type Outline, type OutlineSection, wholeOutline } from '#core/courses/outline.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { ReadPart } from './course-parts.ts'
import { currentMaterials } from './course-passages.ts'
import { courseSaid } from './course-said.ts'

type File = { path: string; bytes: Uint8Array }

/**
 * `course.yaml` and `course.md`: with the files of the questions, they make the same course again. Without a text of the
 * course there is only `course.yaml`.
 */
export async function courseFiles({ db }: { db: Prisma.TransactionClient }, courseId: string): Promise<File[]> {
  const course = await db.course.findUniqueOrThrow({ where: { id: courseId } })
  const outline = wholeOutline(course.outline)
  const parts = (await currentMaterials(db, courseId)).flatMap((material) => material.parts)
  const said = { ...courseSaid(course), id: course.slug }
  return [
    { path: 'course.yaml', bytes: Buffer.from(courseYaml({ ...said, outline })) },
    ...(parts.length > 0 ? [{ path: 'course.md', bytes: Buffer.from(courseMarkdown(parts)) }] : []),
  ]
}

type Said = ReturnType<typeof courseSaid> & { id: string; outline: Outline }

/** As a person would write it: what is empty is left out. */
function courseYaml({ id, title, summary, language, timeZone, year, outline }: Said): string {
  const content = {
    id,
    title,
    ...(summary ? { summary } : {}),
    language,
    timeZone,
    ...(year ? { year } : {}),
    sessions: outline.sessions.map(({ labs, sections, ...session }) => ({
      ...session,
      ...(labs.length > 0 ? { labs } : {}),
      sections: sections.map(sectionToWrite),
    })),
  }
  return `# yaml-language-server: $schema=course.schema.json\n${stringify(content, { lineWidth: 0 })}`
}

const sectionToWrite = ({ headings, objectives, ...section }: OutlineSection) => ({
  ...section,
  ...(headings.length > 0 ? { headings } : {}),
  ...(objectives.length > 0 ? { objectives } : {}),
})

/** Each passage under its heading, so that reading it again gives the same passages. */
function courseMarkdown(parts: readonly ReadPart[]): string {
  return parts
    .filter(({ role }) => role !== 'ignored')
    .map(({ level, heading, text }) => {
      const title = heading === '' ? '' : `${'#'.repeat(level)} ${heading}\n\n`
      return `${title}${withoutHeadings(text)}`.trimEnd()
    })
    .join('\n\n')
    .concat('\n')
}

/** A line of the text that would begin another passage is moved by a space, which no comparison counts. */
function withoutHeadings(text: string): string {
  let isCode = false
  const lines = text.split('\n').map((line) => {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode
    return !isCode && /^#{1,6}\s/.test(line) ? ` ${line}` : line
  })
  return lines.join('\n')
}
