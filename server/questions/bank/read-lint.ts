import { lintCodes, severityOf } from '#core/questions/lint/codes.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findOutline } from '#server/questions/queries.ts'
import { lintOf } from './lint-cache.ts'

const mostListed = 100

/** The remarks left to fix in the bank. */
export async function readLint(deps: Deps, courseId: string) {
  await findOutline(deps, courseId)
  const { findings, keyBalance, idOf } = await lintOf(deps, courseId)
  const left = findings.filter(({ allowed }) => allowed === null)
  const remarks = lintCodes.flatMap((code) => {
    const keys = [...new Set(left.filter((finding) => finding.code === code).map(({ questionId }) => questionId))]
    const questions = keys.slice(0, mostListed).map((key) => ({ id: idOf.get(key) as string, key }))
    return keys.length === 0 ? [] : [{ code, severity: severityOf(code), count: keys.length, questions }]
  })
  return { remarks, explained: findings.length - left.length, keyBalance }
}
