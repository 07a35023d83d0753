import { z } from 'zod'
import { courseParams, endpoint, fileBytes, imageReply, int4, text } from '#contract/endpoint.ts'

/** In bytes: a drawing or a capture; what weighs more was not made for a question. */
export const largestImage = 1024 * 1024
/** In pixels, of a side and of the whole: a small file may claim to be immense, and each browser would believe it. */
export const widestImage = { side: 4_096, area: 4_096 * 2_048 }

/** How a text names an image of its course: by what it is made of, so a text never changes its image. */
export const imageAddress = /^images\/([0-9a-f]{64})-(\d{1,4})x(\d{1,4})\.(?:png|jpg|gif|webp)$/

export const addImage = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/images',
  summary: 'Keeps an image for the questions of the course; the same bytes twice are one image.',
  params: courseParams,
  body: z.strictObject({
    base64: fileBytes(largestImage * 2),
  }),
  bodyLimit: largestImage * 2 + 1024,
  reply: z.object({
    /** What a text writes between its brackets: `![words](address)`. */
    address: text,
    width: int4,
    height: int4,
  }),
  refusals: ['image_too_large', 'image_too_wide', 'image_svg', 'image_damaged', 'not_an_image', 'too_many_images'],
})

export const getImage = endpoint({
  access: 'anyone',
  method: 'GET',
  path: '/api/images/:hash',
  summary:
    'Shows an image to who may read a question it is in: trainers of its course; students in a copy they started, in what was released to them, in practice.',
  params: z.object({ hash: text.regex(/^[0-9a-f]{64}$/) }),
  kind: 'image',
  reply: imageReply,
})
