import { existsSync } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { imageAddress, largestImage } from '#contract/questions/images.ts'
import type { BankProblem, BankProblemCode } from '#server/questions/bank/bank-problem.ts'
import type { BankQuestion } from '#server/questions/bank/bank-question.ts'
import type { SectionRead } from '#server/questions/bank/read-section.ts'
import { imagesIn, imagesOf, readdress, readdressed } from './images-in.ts'
import { inlineImages } from './inline-images.ts'
import { imageAddressOf, isFault, type KeptImage, readImage } from './read-image.ts'

/**
 * The questions of a file with the images they show: `images/couches.png`, beside the file or in the folder of the
 * bank. In the bank it is addressed by its hash, so that another image under the same name makes another version.
 */
export async function withImages(folder: string, section: SectionRead): Promise<SectionRead & { images: KeptImage[] }> {
  const read = await Promise.all(section.questions.map((one) => placed({ folder, file: section.file, one })))
  return {
    ...section,
    questions: read.flatMap(({ question }) => question ?? []),
    problems: [...section.problems, ...read.flatMap(({ problems }) => problems)],
    images: read.flatMap(({ images }) => images),
  }
}

/** A text of the folder with the images it shows; one that cannot be read stays as it is written, and is a problem. */
export async function textWithImages(folder: string, { file, text: written }: { file: string; text: string }) {
  const { text, lines } = inlineImages(written)
  const found = await Promise.all(
    imagesIn(text).map(async (name) => ({ name, image: await fetched(folder, file, name) })),
  )
  const images = found.flatMap(({ name, image }) => (typeof image === 'string' ? [] : [{ name, image }]))
  const addresses = new Map(images.map(({ name, image }) => [name, imageAddressOf(image)]))
  const problems = found.flatMap(({ name, image }): BankProblem[] =>
    typeof image === 'string'
      ? [{ file, line: lines.get(name) ?? 1, column: 1, code: image, key: file, detail: name }]
      : [],
  )
  return { text: readdress(text, addresses), images: images.map(({ image }) => image), problems }
}

type PlacedInput = { folder: string; file: string; one: BankQuestion }

async function placed({ folder, file, one }: PlacedInput) {
  const names = imagesOf(one.question)
  const found = await Promise.all(names.map(async (name) => ({ name, image: await fetched(folder, file, name) })))
  const problems = found.flatMap(({ name, image }): BankProblem[] =>
    typeof image === 'string' ? [{ ...one.place, code: image, key: one.question.id, detail: name }] : [],
  )
  const images = found.flatMap(({ name, image }) => (typeof image === 'string' ? [] : [{ name, image }]))
  const addresses = new Map(images.map(({ name, image }) => [name, imageAddressOf(image)]))
  const question = { ...one, question: readdressed(one.question, addresses) }
  return problems.length > 0
    ? { problems, images: [] }
    : { question, problems, images: images.map(({ image }) => image) }
}

async function fetched(folder: string, file: string, name: string): Promise<KeptImage | BankProblemCode> {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(name)) return 'external_image'
  const path = await pathOf(folder, file, name)
  if (path === null) return 'missing_image'
  if ((await stat(path)).size > largestImage) return 'image_too_large'
  const image = readImage(await readFile(path))
  // A file named after a hash that its content does not have is not the requested image.
  if (!isFault(image) && imageAddress.test(name) && imageAddressOf(image) !== name) return 'missing_image'
  return image
}

/** Refuses paths outside the folder, through names or links. */
async function pathOf(folder: string, file: string, name: string): Promise<string | null> {
  const root = await realpath(folder)
  // Obsidian names a picture without its folder.
  for (const base of [dirname(file), '.', ...(name.includes('/') ? [] : ['images'])]) {
    const wanted = join(root, base, decoded(name))
    if (!existsSync(wanted)) continue
    const path = await realpath(wanted)
    if (path.startsWith(root + sep) && (await stat(path)).isFile()) return path
  }
  return null
}

function decoded(name: string): string {
  try {
    return decodeURI(name).replaceAll('\0', '')
  } catch {
    return name
  }
}
