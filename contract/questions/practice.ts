import { z } from 'zod'
import { endpoint, text, uuid } from '#contract/endpoint.ts'
import { answerIds, askedQuestion, sharedContext } from './asked-question.ts'
import { markedQuestion } from './marked-question.ts'

const params = z.object({ questionId: uuid })

/** Questions kept for practice: none of them is, or ever was, in an exam of the course. */
export const listPractice = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/practice',
  summary: 'Lists the sections of the course with something to practise; none while an exam is being taken.',
  reply: z.object({
    sections: z.array(z.object({ id: text, title: text, sessionTitle: text, questionIds: z.array(uuid) })),
  }),
})

export const getPracticeQuestion = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/practice/:questionId',
  summary: 'Reads a practice question as it is asked, without its key.',
  params,
  /** The id is the one of the bank, since no exam froze the question. */
  reply: askedQuestion.extend({ contexts: z.array(sharedContext).optional() }),
})

export const answerPracticeQuestion = endpoint({
  access: 'student',
  method: 'POST',
  path: '/api/my/practice/:questionId/answers',
  summary: 'Answers a practice question and reads its correction at once; nothing is kept.',
  params,
  body: z.strictObject({ choices: answerIds.min(1) }),
  reply: markedQuestion.omit({ position: true }),
  refusals: ['choice_not_in_question'],
})
