import { stringify } from 'yaml'
import { type Outline, type OutlineSection, wholeOutline } from '#core/courses/outline.ts'
import type { Deps } from '#server/platform/deps.ts'
import { hashesIn } from '#server/questions/images/hashes-in.ts'
import { imageFiles } from '#server/questions/images/keep-images.ts'
import type { ReadPart } from './course-parts.ts'
import { currentMaterials } from './course-passages.ts'
import { courseSaid } from './course-said.ts'

type File = { path: string; bytes: Uint8Array }

/**
 * `course.yaml`, `course.md` and its pictures: with the files of the questions, they make the same course again. Without
 * a text of the course there is only `course.yaml`.
 */
export async function courseFiles({ db }: Pick<Deps, 'db'>, courseId: string): Promise<File[]> {
  const course = await db.course.findUniqueOrThrow({ where: { id: courseId } })
  const outline = wholeOutline(course.outline)
  const parts = (await currentMaterials(db, courseId)).flatMap((material) => material.parts)
  const said = { ...courseSaid(course), id: course.slug }
  const text = courseMarkdown(parts)
  const images = await imageFiles({ db }, courseId, hashesIn(text))
  return [
    { path: 'course.yaml', bytes: Buffer.from(courseYaml({ ...said, outline })) },
    ...(parts.length > 0 ? [{ path: 'course.md', bytes: Buffer.from(text) }] : []),
    ...images.map(({ name, bytes }) => ({ path: name, bytes })),
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
