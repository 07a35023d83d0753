import type { z } from 'zod'
import { questionTypes } from '#core/questions/question.ts'
import type { BankProblem } from './bank-problem.ts'
import type { YamlFile } from './yaml-file.ts'

/** Translates zod's errors to problems of the bank; `under` is the path of the checked value in its file. */
export function problemsOfShape(error: z.ZodError, yaml: YamlFile, under: readonly PropertyKey[] = []): BankProblem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, yaml, under))
}

function problemsOfIssue(issue: z.core.$ZodIssue, yaml: YamlFile, under: readonly PropertyKey[]): BankProblem[] {
  const path = [...under, ...issue.path]
  const key = keyOf(path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({ ...yaml.placeOfKey(path, name), code: 'unknown_key', key: name }))
  }
  const place = yaml.placeOf(path)
  switch (issue.code) {
    case 'invalid_type':
      return [
        issue.input === undefined
          ? { ...place, code: 'missing', key }
          : { ...place, code: 'wrong_type', key, detail: issue.expected },
      ]
    case 'too_small':
      return [{ ...place, code: 'too_short', key, detail: String(issue.minimum) }]
    case 'too_big':
      return [{ ...place, code: 'too_long', key, detail: String(issue.maximum) }]
    case 'invalid_value':
      return [{ ...place, code: 'not_one_of', key, detail: issue.values.map(String).join(', ') }]
    case 'invalid_union':
      if (issue.discriminator !== 'type') return [{ ...place, code: 'bad_format', key }]
      return [
        {
          ...place,
          code: 'not_one_of',
          key: keyOf([...path, issue.discriminator ?? '']),
          detail: questionTypes.join(', '),
        },
      ]
    default:
      return [{ ...place, code: 'bad_format', key }]
  }
}

/** The last name of a path, with its index when in a list: `choices[2].text`. */
function keyOf(path: readonly PropertyKey[]): string {
  const inQuestion = path[0] === 'questions' ? path.slice(2) : path
  return inQuestion.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step + 1}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  )
}
