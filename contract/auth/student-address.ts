import { z } from 'zod'
import { courseParams, endpoint, text } from '#contract/endpoint.ts'

const reply = z.object({
  /** `https://examens.exemple.fr`; null: only an address that leads back to the computer of the trainer is known. */
  origin: text.nullable(),
  /** Given for this course, set by the installation (`PUBLIC_URL`), or the one this request came by. */
  source: z.enum(['course', 'installation', 'request']),
  /** Addresses of this machine on its networks, when it listens there. */
  proposed: z.array(text),
})

export const getStudentAddress = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/student-address',
  summary: 'Reads the address that students type, as it is printed on slips and shown in the room.',
  params: courseParams,
  reply,
})

export const setStudentAddress = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/student-address',
  summary:
    'Gives the address that students of this course type, or forgets it. One that leads nowhere else is refused.',
  params: courseParams,
  /** As it is typed; null: the one of the installation again. */
  body: z.strictObject({ address: text.trim().min(1).max(200).nullable() }),
  reply,
  refusals: ['address_unreadable', 'address_loopback'],
})
