import { largestImportBytes } from '#contract/questions/question-batches.ts'
import { decodeText, type TextEncoding } from '#server/platform/decode-text.ts'
import { unzip, usualLimits } from '#server/platform/unzip.ts'
import { detectFormat } from './detect-format.ts'
import {
  type ImportFormat,
  type ImportNotice,
  type ImportResult,
  type Reading,
  refused,
  type UnusableReason,
} from './imported.ts'
import { readAs } from './read-as.ts'
import { readCourseInZip } from './read-course-in-zip.ts'
import { readPackage } from './read-package.ts'
import { yamlInAnswer } from './yaml-in-answer.ts'

/** `zipped`: the questions of a course with all the pictures of its text. */
export const most = { bytes: 16 * 1024 * 1024, zipped: largestImportBytes, questions: 5_000 }
const mostInside = { ...usualLimits, bytes: 2 * largestImportBytes }

type ImportFileInput = {
  bytes: Uint8Array
  /** File name, used when the content is not enough. */
  name: string
  /** Given when the format need not be detected. */
  format?: ImportFormat | undefined
  /** Where questions of our YAML go that name no section. */
  section?: string | undefined
}

/** Any file of questions → the usable ones, and the others with their reasons. Never throws. */
export async function importFile({ bytes, name, format, section = '' }: ImportFileInput): Promise<ImportResult> {
  if (bytes.length > (isZip(bytes) ? most.zipped : most.bytes)) return nowhere('file_too_large')
  if (isZip(bytes)) return importZip(bytes)
  const { text, encoding } = decodeText(bytes)
  if (text.includes('\0')) return nowhere('not_text')
  const yaml = format === undefined || format === 'yaml' ? yamlInAnswer(text, section) : null
  if (yaml !== null) return resultOf({ format: 'yaml', encoding, reading: readAs({ format: 'yaml', text: yaml }) })
  const known = format ?? detectFormat(text, name)
  if (!known) return { ...nowhere('unknown_format'), encoding }
  return resultOf({ format: known, encoding, reading: readAs({ format: known, text }) })
}

async function importZip(bytes: Uint8Array): Promise<ImportResult> {
  const unzipped = await unzip(bytes, mostInside)
  if (!unzipped.files) return nowhere(unzipped.reason, unzipped.detail)
  const { course, unusable } = readCourseInZip(unzipped.files)
  const result = resultOf(readPackage(unzipped.files))
  const isOutlineAlone =
    course && result.usable.length === 0 && result.unusable.every(({ reason }) => reason === 'no_question')
  return { ...result, course, unusable: [...unusable, ...(isOutlineAlone ? [] : result.unusable)] }
}

const isZip = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 2)).toString('latin1') === 'PK'

const nowhere = (reason: UnusableReason, title = ''): ImportResult =>
  resultOf({ format: null, encoding: null, reading: refused({ line: 1, column: 1, reason, title }) })

type ResultInput = { format: ImportFormat | null; encoding: TextEncoding | null; reading: Reading }

function resultOf({ format, encoding, reading }: ResultInput): ImportResult {
  const guessed: ImportNotice[] = encoding === 'windows-1252' ? [{ code: 'windows_1252', line: 1, detail: '' }] : []
  const tooMany = reading.questions[most.questions]
  const usable = reading.questions.slice(0, most.questions)
  const cut = tooMany
    ? [{ line: tooMany.line, column: tooMany.column, reason: 'too_many_questions' as const, title: tooMany.title }]
    : []
  const named = [...reading.categories, ...usable.map(({ category }) => category)].filter((path) => path.length > 0)
  return {
    format,
    encoding,
    notices: [...guessed, ...reading.notices],
    usable,
    unusable: [...reading.unusable, ...cut],
    categories: [...new Map(named.map((path) => [path.join('\n'), path])).values()],
  }
}
