import { stringify } from 'yaml'
import { type Outline, type OutlineSection, sectionsOf, wholeOutline } from '#core/courses/outline.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { courseSaid } from './course-said.ts'
import { headingName } from './passages.ts'

type File = { path: string; bytes: Uint8Array }

/**
 * `course.yaml` and `course.md`, and the passages questions were read against: with the files of the questions, they
 * make the same course again. Without a text of the course there is only `course.yaml`.
 */
export async function courseFiles({ db }: { db: Prisma.TransactionClient }, courseId: string): Promise<File[]> {
  const course = await db.course.findUniqueOrThrow({ where: { id: courseId } })
  const outline = wholeOutline(course.outline)
  const passages = Object.entries(course.passages)
  const kept = await db.passage.findMany({ where: { hash: { in: passages.map(([, hash]) => hash) } } })
  const textOf = new Map(kept.map(({ hash, text }) => [hash, text]))
  const said = { ...courseSaid(course), id: course.slug }
  return [
    { path: 'course.yaml', bytes: Buffer.from(courseYaml({ ...said, outline })) },
    ...(passages.length > 0
      ? [{ path: 'course.md', bytes: Buffer.from(courseMarkdown({ outline, passages, textOf })) }]
      : []),
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

type CourseMarkdownInput = {
  outline: Outline
  passages: [heading: string, hash: string][]
  textOf: ReadonlyMap<string, string>
}

/** Each passage under its heading, spelled as the outline spells it. */
function courseMarkdown({ outline, passages, textOf }: CourseMarkdownInput): string {
  const spelled = new Map(
    sectionsOf(outline).flatMap(({ headings }) => headings.map((heading) => [headingName(heading), heading] as const)),
  )
  return passages
    .map(([name, hash]) => `# ${spelled.get(name) ?? name}\n\n${textOf.get(hash) ?? ''}`.trimEnd())
    .join('\n\n')
    .concat('\n')
}
