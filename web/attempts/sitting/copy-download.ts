import { copyFileEnding, type FiledAnswer, writeCopyFile } from '#core/attempts/copy-file.ts'
import { signCopy } from './sign-copy.ts'
import type { SittingCopy } from './sitting-copy.ts'

/** Downloads the attempt as a signed file with these answers. */
export function downloadCopy({ fileKey, ...copy }: SittingCopy, answers: FiledAnswer[]): void {
  const { id: attemptId, examId, examTitle, studentName } = copy
  const body = { attemptId, examId, examTitle, studentName, answers }
  const content = writeCopyFile(body, (text) => signCopy(fileKey, text))
  const address = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${fileName(`${examTitle} ${studentName}`)}${copyFileEnding}`
  link.click()
  // Some browsers read the URL after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

const fileName = (words: string) =>
  words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
