import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { CourseFile } from '#contract/questions/question-file.ts'
import { noSection } from '#core/courses/outline.ts'
import type { Language } from '#core/language.ts'
import { byText } from '#core/students/name-order.ts'
import { textWithImages, withImages } from '#server/questions/images/bank-images.ts'
import type { KeptImage } from '#server/questions/images/read-image.ts'
import type { BankProblem } from './bank-problem.ts'
import type { BankQuestion } from './bank-question.ts'
import { checkBank } from './check-bank.ts'
import { parseCourseFile } from './parse-course-file.ts'
import { largestFile, readSection } from './read-section.ts'

export type Bank = {
  /** Null when course.yaml itself is unusable: nothing can be loaded then. */
  course: CourseFile | null
  questions: BankQuestion[]
  problems: BankProblem[]
  /** Sections with a file that could not be read entirely: questions missing there were not removed on purpose. */
  incompleteSections: string[]
  /** The images of the questions, each once. */
  images: KeptImage[]
}

/**
 * Reads `course.yaml` and every `<session>/<section>.yaml`. Problems are reported with their place; the rest is kept.
 */
export async function readBank(folder: string): Promise<Bank> {
  const outline = await readOutline(folder)
  if (!outline.course) return { ...outline, questions: [], incompleteSections: [], images: [] }
  const { language } = outline.course
  const known = new Set(outline.course.sessions.flatMap(({ sections }) => sections.map(({ id }) => id)))
  const isKnown = (section: string) => section === noSection || known.has(section)
  const files = await Promise.all((await sectionFiles(folder)).map((file) => readOne(folder, file, language)))
  const questions = files.flatMap((file) => file.questions)
  const text = await readFolderText(folder)
  const sound = checkBank({ course: outline.course, questions, files, courseText: text?.text ?? null })
  const ofFiles = files.flatMap((file) => file.problems)
  const problems = [...outline.problems, ...(text?.problems ?? []), ...ofFiles, ...sound.problems]
  return {
    course: outline.course,
    questions: sound.questions,
    problems: problems.sort((a, b) => byText(a.file, b.file) || a.line - b.line || a.column - b.column),
    // A section that course.yaml no longer names does not mean that its questions were removed.
    incompleteSections: files
      .filter((file) => file.problems.length > 0 || !isKnown(file.section))
      .map((file) => file.section),
    images: [...new Map(files.flatMap(({ images }) => images).map((image) => [image.hash, image])).values()],
  }
}

async function readOutline(folder: string): Promise<{ course: CourseFile | null; problems: BankProblem[] }> {
  const file = 'course.yaml'
  const nowhere = { file, line: 1, column: 1 }
  const text = await readText(folder, file)
  if (text === null)
    return {
      course: null,
      problems: [{ ...nowhere, code: existsSync(join(folder, file)) ? 'file_too_large' : 'no_course' }],
    }
  return parseCourseFile({ file, text })
}

async function readOne(folder: string, file: string, language: Language) {
  const text = await readText(folder, file)
  const section = file.replace(/^.*\/|\.yaml$/g, '')
  if (text !== null) return withImages(folder, readSection({ file, section, text, language }))
  const problems: BankProblem[] = [{ file, line: 1, column: 1, code: 'file_too_large' }]
  return { file, section, questions: [], problems, images: [] }
}

async function sectionFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml') && entry.parentPath !== folder)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

async function readText(folder: string, file: string): Promise<string | null> {
  const path = join(folder, file)
  if (!existsSync(path) || (await stat(path)).size > largestFile) return null
  return readFile(path, 'utf8')
}

/** The text of the course, when it is beside the bank, with its images as the bank addresses them. */
export async function readFolderText(folder: string) {
  const text = await readText(folder, 'course.md')
  return text === null ? null : textWithImages(folder, { file: 'course.md', text })
}

/** To check the quotes of the questions. */
export const courseText = async (folder: string) => (await readFolderText(folder))?.text ?? null
