import { stringify } from 'yaml'
import type { Question } from '#core/questions/question.ts'
import { exportQuestions, yamlFiles } from '#server/questions/formats/export-questions.ts'
import type { EmbeddedFile } from '#server/questions/formats/imported.ts'
import { type ExportFormat, lossesOf } from '#server/questions/formats/losses.ts'
import { toPortable } from '#server/questions/formats/to-portable.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { imagesOf } from '#server/questions/images/images-in.ts'

// Runs in a worker thread, because every text of the bank is parsed again.

export type ExportContent = { questions: { question: Question; category: string[] }[]; images: EmbeddedFile[] }
type WriteExportInput = ExportContent & { format: ExportFormat }

export const lossesOfExport = ({ format, ...chosen }: WriteExportInput) =>
  lossesOf(portable(chosen), format).map(({ feature, questions }) => ({ feature, questions }))

/** `outline`: the content of `course.yaml`, for an export as a folder of questions. */
export async function writeExport({ format, outline, ...chosen }: WriteExportInput & { outline: unknown }) {
  const questions = portable(chosen)
  const { name, bytes } = await exportQuestions(questions, format)
  if (outline === null) return { name, bytes }
  return { name, bytes: await zip([courseYaml(outline), ...yamlFiles(questions)]) }
}

function portable({ questions, images }: ExportContent) {
  return questions.map(({ question, category }) => {
    const shown = new Set(imagesOf(question))
    return toPortable(
      question,
      category,
      images.filter(({ name }) => shown.has(name)),
    )
  })
}

function courseYaml(outline: unknown) {
  const text = stringify(outline, { lineWidth: 0 })
  return { path: 'course.yaml', bytes: Buffer.from(`# yaml-language-server: $schema=course.schema.json\n${text}`) }
}
