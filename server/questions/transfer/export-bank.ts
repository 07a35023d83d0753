import type { HandlerInput } from '#contract/endpoint.ts'
import type { exportBank as contract } from '#contract/questions/question-batches.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import { courseFiles } from '#server/questions/bank/course-files.ts'
import type { ExportFormat } from '#server/questions/formats/losses.ts'
import { hashesIn } from '#server/questions/images/hashes-in.ts'
import { imageFiles } from '#server/questions/images/keep-images.ts'
import { findFiltered } from '#server/questions/list-questions.ts'
import { findOutline } from '#server/questions/queries.ts'
import type * as work from './write-export.ts'

const lossesInThread = task<typeof work.lossesOfExport>('lossesOfExport')
const writeInThread = task<typeof work.writeExport>('writeExport')

type ExportChoice = HandlerInput<typeof contract>['query'] & { courseId: string }

export async function readLosses(deps: Deps, { format, ...given }: ExportChoice) {
  const chosen = await choose(deps, { format, ...given })
  return { questions: chosen.questions.length, losses: await lossesInThread({ ...chosen, format }) }
}

export async function exportBank(deps: Deps, { format, ...given }: ExportChoice) {
  const chosen = await choose(deps, { format, ...given })
  const course = format === 'yaml' ? await courseFiles(deps, given.courseId) : null
  const { name, bytes } = await writeInThread({ ...chosen, format, course })
  return { name, type: types[format], content: bytes }
}

const types: Record<ExportFormat, string> = {
  yaml: 'application/zip',
  gift: 'text/plain; charset=utf-8',
  'moodle-xml': 'application/xml',
  qti22: 'application/zip',
  qti30: 'application/zip',
  'amc-txt': 'text/plain; charset=utf-8',
}

/** The questions that match the filters, or the ticked ones among them; each with the stamp of its last review. */
async function choose(deps: Deps, { courseId, only, ...filters }: ExportChoice): Promise<work.ExportContent> {
  const sessions = await findOutline(deps, courseId)
  const rows = await findFiltered(deps, { courseId, ...filters })
  const wanted = only === undefined ? null : new Set(only.split(','))
  const kept = wanted ? rows.filter(({ key }) => wanted.has(key)) : rows
  const stamps = await deps.db.question.findMany({
    where: { id: { in: kept.map(({ id }) => id) }, stamp: { not: null } },
    select: { id: true, stamp: true },
  })
  const stampOf = new Map(stamps.map(({ id, stamp }) => [id, stamp ?? undefined]))
  const questions = kept.map(({ id, content, section }) => {
    const session = sessions.find(({ sections }) => sections.some((one) => one.id === section))
    const hash = stampOf.get(id) ?? content.source.hash
    const source = { heading: content.source.heading, quote: content.source.quote, ...(hash ? { hash } : {}) }
    return { question: { ...content, source }, category: [session?.id ?? 'cours', section] }
  })
  return { questions, images: await imageFiles(deps, courseId, namedIn(questions)) }
}

/** Anything that looks like an address of a stored image; the worker that parses the texts finds which are shown. */
const namedIn = (questions: work.ExportContent['questions']) => hashesIn(JSON.stringify(questions))
