import { stringify } from 'yaml'
import type { Input } from '#contract/endpoint.ts'
import type { exportBank as contract } from '#contract/question-batches.ts'
import type { Deps } from '#server/platform/deps.ts'
import { exportQuestions, yamlFiles } from './formats/export-questions.ts'
import { type ExportFormat, lossesOf } from './formats/losses.ts'
import { toPortable } from './formats/to-portable.ts'
import { zip } from './formats/zip.ts'
import { hashesOf, imagesOf } from './images/images-in.ts'
import { imageFiles } from './images/keep-images.ts'
import { findFiltered } from './list-questions.ts'
import { findOutline } from './queries.ts'

type Given = Input<typeof contract>['query'] & { courseId: string }

export async function readLosses(deps: Deps, given: Given) {
  const questions = await chosen(deps, given)
  return {
    questions: questions.length,
    losses: lossesOf(questions, given.format).map(({ feature, questions: count }) => ({ feature, questions: count })),
  }
}

export async function exportBank(deps: Deps, given: Given) {
  const { format, courseId } = given
  const questions = await chosen(deps, given)
  const { name, bytes } = await exportQuestions(questions, format)
  const content = format === 'yaml' ? await zip([await courseYaml(deps, courseId), ...yamlFiles(questions)]) : bytes
  return { name, type: types[format], content }
}

const types: Record<ExportFormat, string> = {
  yaml: 'application/zip',
  gift: 'text/plain; charset=utf-8',
  'moodle-xml': 'application/xml',
  qti22: 'application/zip',
  qti30: 'application/zip',
  'amc-txt': 'text/plain; charset=utf-8',
}

/** What the filters leave, or of it only what was ticked; each with the stamp it was last read against. */
async function chosen(deps: Deps, { courseId, only, ...filters }: Given) {
  const sessions = await findOutline(deps, courseId)
  const rows = await findFiltered(deps, { courseId, ...filters })
  const wanted = only === undefined ? null : new Set(only.split(','))
  const kept = wanted ? rows.filter(({ key }) => wanted.has(key)) : rows
  const stamps = await deps.db.question.findMany({
    where: { id: { in: kept.map(({ id }) => id) }, stamp: { not: null } },
    select: { id: true, stamp: true },
  })
  const images = await imageFiles(deps, courseId, hashesOf(kept.map(({ content }) => content)))
  const stampOf = new Map(stamps.map(({ id, stamp }) => [id, stamp ?? undefined]))
  return kept.map(({ id, content, section }) => {
    const session = sessions.find(({ sections }) => sections.some((one) => one.id === section))
    const hash = stampOf.get(id) ?? content.source.hash
    const source = { heading: content.source.heading, quote: content.source.quote, ...(hash ? { hash } : {}) }
    const shown = new Set(imagesOf(content))
    const files = images.filter(({ name }) => shown.has(name))
    return toPortable({ ...content, source }, [session?.id ?? 'cours', section], files)
  })
}

/** The outline beside the sections: put in a folder, they are the same bank. */
async function courseYaml({ db }: Deps, courseId: string) {
  const { slug, title, summary, language, outline } = await db.course.findUniqueOrThrow({ where: { id: courseId } })
  const { sessions } = outline as { sessions: unknown[] }
  const text = stringify({ id: slug, title, summary: summary || title, language, sessions }, { lineWidth: 0 })
  return { path: 'course.yaml', bytes: Buffer.from(`# yaml-language-server: $schema=course.schema.json\n${text}`) }
}
