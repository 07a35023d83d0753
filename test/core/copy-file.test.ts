import { describe, expect, it } from 'vitest'
import { type FiledAnswer, verdictOf, writeCopyFile } from '#core/attempts/copy-file.ts'

describe('an answer of the file beside the one that is kept', () => {
  const answer = (choices: string[], sequence: number, epoch = 1): FiledAnswer => ({
    questionId: 'q',
    choices,
    flagged: false,
    device: 'laptop01:page0001',
    epoch,
    sequence,
  })

  it('is the same when the choices are, whatever their order and their stamps', () => {
    expect(verdictOf(answer(['b', 'a'], 9), answer(['a', 'b'], 2))).toBe('same')
    expect(verdictOf(undefined, answer(['a'], 2))).toBe('same')
    expect(verdictOf(answer([], 3), undefined)).toBe('same')
  })

  it('counts when it was ticked later, or when nothing was kept', () => {
    expect(verdictOf(answer(['b'], 3), answer(['a'], 2))).toBe('newer')
    expect(verdictOf(answer(['b'], 1), undefined)).toBe('newer')
    expect(verdictOf(answer([], 3), answer(['a'], 2))).toBe('newer')
  })

  it('does not undo what was ticked after it, on this device or on the next one', () => {
    expect(verdictOf(answer(['b'], 2), answer(['a'], 3))).toBe('older')
    expect(verdictOf(answer(['b'], 9, 1), answer(['a'], 1, 2))).toBe('older')
  })
})

it('keeps the very text that was signed', () => {
  const body = { attemptId: 'a', examId: 'e', examTitle: 'QCM « Été »', studentName: 'Ana', answers: [] }
  const file = JSON.parse(writeCopyFile(body, (text) => `signed ${text}`))
  expect(file.signature).toBe(`signed ${file.body}`)
  expect(JSON.parse(file.body)).toEqual(body)
})
