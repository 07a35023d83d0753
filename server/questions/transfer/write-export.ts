import type { Question } from '#core/questions/question.ts'
import { writeQuestions, yamlFiles } from '#server/questions/formats/export-questions.ts'
import type { EmbeddedFile } from '#server/questions/formats/imported.ts'
import { type ExportFormat, lossesOf } from '#server/questions/formats/losses.ts'
import { toPortable } from '#server/questions/formats/to-portable.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { imagesOf } from '#server/questions/images/images-in.ts'

// Runs in a worker thread, because every text of the bank is parsed again.

export type ExportContent = { questions: { question: Question; category: string[] }[]; images: EmbeddedFile[] }
type CourseFiles = { path: string; bytes: Uint8Array }[]
type WriteExportInput = ExportContent & { format: ExportFormat }

export const lossesOfExport = ({ format, ...chosen }: WriteExportInput) =>
  lossesOf(portable(chosen), format).map(({ feature, questions }) => ({ feature, questions }))

/** `course`: the files of the course itself, for an export as a folder of questions. */
export async function writeExport({ format, course, ...chosen }: WriteExportInput & { course: CourseFiles | null }) {
  const questions = portable(chosen)
  const { name, bytes } = await writeQuestions(questions, format)
  if (course === null) return { name, bytes }
  // The text of the course and a question may show the same picture.
  const files = new Map([...course, ...yamlFiles(questions)].map((file) => [file.path, file]))
  return { name, bytes: await zip([...files.values()]) }
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
