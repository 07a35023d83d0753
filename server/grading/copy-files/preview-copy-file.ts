import { certaintyOf } from '#core/exams/certainty.ts'
import { typedOf } from '#core/questions/typed-answer.ts'
import type { Deps } from '#server/platform/deps.ts'
import { allChoices } from '#server/questions/seen-choices.ts'
import { fullNameOf, readHomonyms } from '#server/students/read-homonyms.ts'
import { compareCopyFile } from './compare-copy-file.ts'
import { countedMark } from './counted-mark.ts'
import { readCopyFile } from './read-copy-file.ts'

type PreviewCopyFileInput = { courseId: string; examId: string; content: string; attemptId?: string | undefined }

/** The changes that importing this file would make; nothing is written. */
export async function previewCopyFile(deps: Deps, { courseId, ...asked }: PreviewCopyFileInput) {
  const file = readCopyFile(deps, asked)
  const { attempt, lines, contexts, fingerprint } = await compareCopyFile(deps, { tx: deps.db, courseId, file })
  return {
    attemptId: attempt.id,
    studentName: fullNameOf(attempt.student, await readHomonyms(deps, courseId)),
    status: attempt.status,
    ...(await countedMark(deps, attempt)),
    fingerprint,
    ...(contexts.length > 0 ? { contexts } : {}),
    questions: lines.map(({ question, verdict, filed, kept }, index) => ({
      id: question.id,
      position: index + 1,
      ...(question.context ? { context: question.context } : {}),
      stem: question.stem,
      verdict,
      certainty: { kept: certaintyOf(kept?.choices ?? []), inFile: certaintyOf(filed?.choices ?? []) },
      ...(question.parts ? { parts: question.parts } : {}),
      ...(question.typed
        ? { typed: { kept: typedOf(kept?.choices ?? []), inFile: typedOf(filed?.choices ?? []) } }
        : {}),
      choices: allChoices(question, { key: { choices: [] } }).map((choice) => ({
        ...choice,
        isKept: kept?.choices.includes(choice.id) ?? false,
        isInFile: filed?.choices.includes(choice.id) ?? false,
      })),
    })),
  }
}
