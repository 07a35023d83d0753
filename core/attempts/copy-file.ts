/**
 * The file a student downloads when the network does not come back: their answers, signed with the key of their
 * attempt. The signed text is kept unchanged. See docs/decisions/0011-a-copy-file-and-what-it-proves.md.
 */
import { compareAnswers } from './answer.ts'

export const copyFileFormat = 'bareme-copie-1'
export const copyFileEnding = '.bareme'

export type FiledAnswer = {
  readonly questionId: string
  readonly choices: readonly string[]
  readonly flagged: boolean
  readonly device: string
  readonly epoch: number
  readonly sequence: number
}

/** The signed content. The names are for readers; only the ids are used. */
export type CopyFileBody = {
  readonly attemptId: string
  readonly examId: string
  readonly examTitle: string
  readonly studentName: string
  readonly answers: readonly FiledAnswer[]
}

export function writeCopyFile(body: CopyFileBody, sign: (text: string) => string): string {
  const text = JSON.stringify(body)
  return `${JSON.stringify({ format: copyFileFormat, signature: sign(text), body: text }, null, 1)}\n`
}

/**
 * Compared with the stored answer: the same choices; ticked after it, so it counts; or before it, so the stored one
 * stays.
 */
export const filedVerdicts = ['same', 'newer', 'older'] as const
export type FiledVerdict = (typeof filedVerdicts)[number]

type KeptAnswer = FiledAnswer | undefined

export function verdictOf(filed: FiledAnswer | undefined, kept: KeptAnswer): FiledVerdict {
  if (!filed || sameChoices(filed.choices, kept?.choices ?? [])) return 'same'
  return kept === undefined || compareAnswers(filed, kept) > 0 ? 'newer' : 'older'
}

function sameChoices(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((choice) => b.includes(choice))
}
