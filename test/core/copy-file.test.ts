import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FiledAnswer, verdictOf, writeCopyFile } from '#core/copy-file.ts'
import { hmacSha256 } from '#core/hmac-sha256.ts'

describe('the signature', () => {
  const reference = (key: string, text: string) => createHmac('sha256', key).update(text).digest('hex')

  it('is the HMAC-SHA-256 of everybody, whatever the key and the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        (key, text) => {
          expect(hmacSha256(key, text)).toBe(reference(key, text))
        },
      ),
    )
  })

  it.each([0, 55, 56, 63, 64, 65, 119, 120, 5_000])('holds for a text of %i letters, where blocks end', (length) => {
    expect(hmacSha256('clé', 'é'.repeat(length))).toBe(reference('clé', 'é'.repeat(length)))
    expect(hmacSha256('k'.repeat(length), 'x')).toBe(reference('k'.repeat(length), 'x'))
  })
})

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
  const file = JSON.parse(writeCopyFile(body, (text) => hmacSha256('key', text)))
  expect(file.signature).toBe(hmacSha256('key', file.body))
  expect(JSON.parse(file.body)).toEqual(body)
})
