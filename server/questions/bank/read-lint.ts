import { lintCodes, severityOf } from '#core/questions/lint/codes.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findOutline, findQuestion } from '#server/questions/queries.ts'
import { lintOf } from './lint-cache.ts'

const mostListed = 100

/** The remarks left to fix in the bank. */
export async function readLint(deps: Deps, courseId: string) {
  await findOutline(deps, courseId)
  const { findings, keyBalance, keyCounts, ids } = await lintOf(deps, courseId)
  const idOf = new Map(ids)
  const left = findings.filter(({ allowed }) => allowed === null)
  const remarks = lintCodes.flatMap((code) => {
    const found = left.filter((finding) => finding.code === code)
    const keys = [...new Set(found.map(({ questionId }) => questionId))]
    const named = (key: string) => ({ id: idOf.get(key) as string, key })
    const questions = keys.slice(0, mostListed).map(named)
    const pairs = found.slice(0, mostListed).map(({ questionId, data }) => ({
      questions: [named(questionId), named(String(data.other))] satisfies [unknown, unknown],
      words: String(data.words),
    }))
    const remark = { code, severity: severityOf(code), count: keys.length, questions }
    if (keys.length === 0) return []
    return code === 'possible_enemy' ? [{ ...remark, count: found.length, pairs }] : [remark]
  })
  return { remarks, explained: findings.length - left.length, keyBalance, keyCounts }
}

/** The pairs of a question that nobody settled yet. */
export async function readProposedEnemies(deps: Deps, place: { courseId: string; questionId: string }) {
  const { question } = await findQuestion(deps, place)
  const { findings, ids } = await lintOf(deps, place.courseId)
  const idOf = new Map(ids)
  const pairs = findings.flatMap(({ code, allowed, questionId, data }) => {
    if (code !== 'possible_enemy' || allowed !== null) return []
    const both = [questionId, String(data.other)]
    if (!both.includes(question.key)) return []
    const key = both.find((one) => one !== question.key) ?? question.key
    return [{ id: idOf.get(key) as string, key, words: String(data.words) }]
  })
  return { pairs: pairs.slice(0, mostListed) }
}
