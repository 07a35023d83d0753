import type { z } from 'zod'
import { sitting } from '#contract/attempts.ts'
import type { AskedQuestion } from '#contract/exams.ts'
import { textOf, Written } from '#server/platform/written.ts'

const rest = sitting.omit({ questions: true })

/**
 * A sitting as it leaves. The stems and the choices are those of the frozen exam, parsed once by the contract
 * (copy.ts) and written once: only their order is this student's.
 */
export function writeSitting({ questions, ...own }: z.output<typeof sitting>): Written {
  const json = JSON.stringify(rest.parse(own))
  return new Written(`${json.slice(0, -1)},"questions":[${questions.map(writeQuestion).join()}]}`)
}

function writeQuestion({ id, type, points, stem, choices }: AskedQuestion) {
  const head = JSON.stringify({ id, type, points })
  return `${head.slice(0, -1)},"stem":${textOf(stem)},"choices":[${choices.map(textOf).join()}]}`
}
