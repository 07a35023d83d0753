import type { Question } from '#core/questions/question.ts'
import { differenceOf } from '#core/questions/text-difference.ts'
import { questionToFile } from '#server/questions/formats/question-to-file.ts'
import { questionYaml } from '#server/questions/formats/write-yaml.ts'

/** Compares the texts of the question's file format, which is what authors know. */
export function differenceOfQuestions(before: Question | null, after: Question) {
  return differenceOf(before ? yamlOf(before) : '', yamlOf(after)).filter(
    ({ kind, text }) => kind === 'same' || text !== '',
  )
}

/** A question as its file would say it. */
const yamlOf = (question: Question) => {
  const { source, ...file } = questionToFile(question)
  const { heading, quote } = source
  return questionYaml({ ...file, source: { heading, quote } } as ReturnType<typeof questionToFile>).trimEnd()
}
