import { cutText } from '#core/cut-text.ts'
import { isTooLong } from '../formats/accept.ts'
import {
  type CourseInZip,
  type ImportedQuestion,
  type ImportNotice,
  type ImportResult,
  nothing,
  type Unusable,
} from '../formats/imported.ts'
import { oneQuestion } from '../formats/one-question.ts'
import { imagesIn, imagesOf, readdress, readdressed } from './images-in.ts'
import { inlineImages } from './inline-images.ts'
import { imageAddressOf, type KeptImage, readImage } from './read-image.ts'

type Imported = ImportResult & { readonly images: readonly KeptImage[] }

/**
 * Replaces the images of imported questions by stored ones, addressed by their hash; images that are invalid or missing
 * are reported. `stored`: addresses that the bank already has.
 */
export function withOurImages(result: ImportResult, stored: ReadonlySet<string>): Imported {
  const failed: Unusable[] = []
  const read = result.usable.flatMap((question) => {
    const images: Placed[] = []
    const { unusable } = oneQuestion(question, () => {
      images.push(placed(question, stored))
      return nothing
    })
    failed.push(...unusable)
    return images
  })
  const known = [...stored]
  const isHere = ({ code, detail }: ImportNotice) =>
    code === 'missing_image' && known.some((address) => detail.endsWith(cutText(address, 120)))
  const notices = [...result.notices.filter((one) => !isHere(one)), ...read.flatMap((one) => one.notices)]
  return {
    ...result,
    usable: read.flatMap(({ question }) => (isTooLong(question) ? [] : question)),
    unusable: [
      ...result.unusable,
      ...failed,
      ...read.flatMap(({ question: { line, column, title, ...question } }) =>
        isTooLong(question) ? [{ line, column, title, reason: 'too_long' as const }] : [],
      ),
    ],
    // A reader that looked for an image itself has already reported it.
    notices: [...new Map(notices.map((one) => [`${one.code} ${one.detail}`, one])).values()],
    images: [...new Map(read.flatMap(({ images }) => images).map((image) => [image.hash, image])).values()],
  }
}

type TextToPlace = Pick<CourseInZip, 'find'> & { text: string }

/** The text of a course with the pictures that came with it, stored by their hash. */
export function textWithOurImages({ text: written, find }: TextToPlace, stored: ReadonlySet<string>) {
  const { text, lines } = inlineImages(written)
  const notices: ImportNotice[] = []
  const images = new Map<string, KeptImage>()
  const addresses = new Map<string, string>()
  for (const name of imagesIn(text)) {
    const image = pictureOf(find(name) ?? find(decoded(name)), { name, isStored: stored.has(name) })
    const line = lines.get(name) ?? 1
    if (typeof image === 'string') notices.push({ code: image, line, detail: `course.md : ${cutText(name, 120)}` })
    else if (image) {
      images.set(image.hash, image)
      addresses.set(name, imageAddressOf(image))
    }
  }
  return { text: readdress(text, addresses), images: [...images.values()], notices }
}

type PictureInput = { name: string; isStored: boolean }

/** The picture a text shows, or why it does not come; null when the course has it already. */
function pictureOf(bytes: Uint8Array | undefined, { name, isStored }: PictureInput) {
  if (bytes) return readImage(bytes)
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(name)) return 'external_image' as const
  return isStored ? null : ('missing_image' as const)
}

type Placed = ReturnType<typeof placed>

function placed(question: ImportedQuestion, stored: ReadonlySet<string>) {
  const notices: ImportNotice[] = []
  const images: KeptImage[] = []
  const addresses = new Map<string, string>()
  const tell = (code: ImportNotice['code'], name: string) =>
    notices.push({ code, line: question.line, detail: `${question.title} : ${cutText(name, 120)}` })
  for (const name of imagesOf(question)) {
    const file = fileOf(question, name)
    const image = pictureOf(file?.bytes, { name, isStored: stored.has(name) })
    if (typeof image === 'string') tell(image, name)
    else if (image) {
      images.push(image)
      addresses.set(name, imageAddressOf(image))
    }
  }
  const moved = readdressed(question, addresses)
  const bank = question.bank && readdressed(question.bank, addresses)
  const files = images.map((image) => ({ name: imageAddressOf(image), bytes: image.bytes }))
  return { question: { ...moved, bank, files }, notices, images }
}

/** The file of this name, with spaces written literally or encoded. */
function fileOf({ files }: ImportedQuestion, name: string) {
  return files.find((file) => file.name === name || encodeURI(file.name) === name || file.name === decoded(name))
}

function decoded(name: string): string {
  try {
    return decodeURI(name)
  } catch {
    return name
  }
}
