import { z } from 'zod'
import { courseParams, endpoint, fileBytes, imageReply, int4, text } from '#contract/endpoint.ts'

/** In bytes: enough for a drawing or a screenshot of one question. */
export const largestImage = 1024 * 1024
/**
 * In pixels, per side and in all: a small file may declare a huge image, which would exhaust the memory of each
 * browser.
 */
export const widestImage = { side: 4_096, area: 4_096 * 2_048 }

/** How a text refers to an image of its course: by its hash, so a text never shows another image later. */
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
    /** The address to put in the Markdown: `![words](address)`. */
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
  refusals: ['locked_browser_needed'],
})
