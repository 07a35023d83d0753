import { lintCodes, severityOf } from '#core/questions/lint/codes.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findOutline } from '#server/questions/queries.ts'
import { lintOf } from './lint-cache.ts'

const mostListed = 100

/** The remarks left to fix in the bank. */
export async function readLint(deps: Deps, courseId: string) {
  await findOutline(deps, courseId)
  const { findings, keyBalance, keyCounts, idOf } = await lintOf(deps, courseId)
  const left = findings.filter(({ allowed }) => allowed === null)
  const remarks = lintCodes.flatMap((code) => {
    const found = left.filter((finding) => finding.code === code)
    const keys = [...new Set(found.map(({ questionId }) => questionId))]
    const named = (key: string) => ({ id: idOf.get(key) as string, key })
    const questions = keys.slice(0, mostListed).map(named)
    const pairs = found.slice(0, mostListed).map(({ questionId, data }) => ({
      questions: [named(questionId), named(String(data.other))],
      words: String(data.words),
    }))
    const remark = { code, severity: severityOf(code), count: keys.length, questions }
    if (keys.length === 0) return []
    return code === 'possible_enemy' ? [{ ...remark, count: found.length, pairs }] : [remark]
  })
  return { remarks, explained: findings.length - left.length, keyBalance, keyCounts }
}
