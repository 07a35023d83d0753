import { imageAddress } from '#contract/questions/images.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import type * as reading from './read-image.ts'
import { imageAddressOf, type KeptImage } from './read-image.ts'

const readImage = task<typeof reading.readImage>('readImage', 'text')

/** Of all the images of a course: nobody needs more, and a disk is not for ever. */
const mostBytes = 256 * 1024 * 1024

type Db = Deps['db'] | Prisma.TransactionClient
type KeepImagesInput = { courseId: string; images: readonly KeptImage[]; at: Date }

/** Writes those the course does not have yet. What is there never changes: its name is what it is made of. */
export async function keepImages(db: Db, { courseId, images, at }: KeepImagesInput): Promise<void> {
  if (images.length === 0) return
  const known = await renewImages(db, { courseId, hashes: images.map(({ hash }) => hash), at })
  const added = [...new Map(images.map((image) => [image.hash, image])).values()].filter(({ hash }) => !known.has(hash))
  if (added.length === 0) return
  const [row] = await db.$queryRaw<{ bytes: bigint | null }[]>`
    select sum(length(bytes)) as bytes from "Image" where "courseId" = ${courseId}::uuid`
  const total = added.reduce((sum, { bytes }) => sum + bytes.length, Number(row?.bytes ?? 0))
  if (total > mostBytes) throw new Refusal('too_many_images', { mb: mostBytes / 1024 / 1024 })
  // One by one: a statement that carries them all would weigh as much as they do.
  for (const { hash, type, width, height, bytes } of added) {
    const data = { courseId, hash, type, width, height, bytes: Uint8Array.from(bytes), createdAt: at }
    await db.image.createMany({ data, skipDuplicates: true })
  }
}

/** Which of them are here already: as if given now, so that none goes before a text names it (sweep-images.ts). */
export async function renewImages(db: Db, { courseId, hashes, at }: { courseId: string; hashes: string[]; at: Date }) {
  const held = await db.image.updateManyAndReturn({
    where: { courseId, hash: { in: hashes } },
    data: { createdAt: at },
    select: { hash: true },
  })
  return new Set(held.map(({ hash }) => hash))
}

/** An image given by hand: kept, or refused in the words of what is wrong with it. */
export async function addImage(deps: Deps, { courseId, base64 }: { courseId: string; base64: string | Uint8Array }) {
  const image = await readImage(bytesOf(base64))
  if (typeof image === 'string') throw new Refusal(image)
  await keepImages(deps.db, { courseId, images: [image], at: deps.now() })
  return { address: imageAddressOf(image), width: image.width, height: image.height }
}

/** Those of these addresses the course has, whole: a name that lies about the size is no name. */
export async function heldAddresses({ db }: Pick<Deps, 'db'>, courseId: string, addresses: readonly string[]) {
  const hashes = addresses.flatMap((address) => imageAddress.exec(address)?.[1] ?? [])
  if (hashes.length === 0) return new Set<string>()
  const rows = await db.image.findMany({ where: { courseId, hash: { in: hashes } }, omit: { bytes: true } })
  return new Set(rows.map((row) => imageAddressOf(row as Omit<KeptImage, 'bytes'>)))
}

/** Where every image of the course is. */
export async function everyAddress({ db }: Pick<Deps, 'db'>, courseId: string): Promise<string[]> {
  const rows = await db.image.findMany({ where: { courseId }, omit: { bytes: true } })
  return rows.map((row) => imageAddressOf(row as Omit<KeptImage, 'bytes'>))
}

/** What these questions show, with its bytes: to leave with them. */
export async function imageFiles({ db }: Pick<Deps, 'db'>, courseId: string, hashes: readonly string[]) {
  if (hashes.length === 0) return []
  const rows = await db.image.findMany({ where: { courseId, hash: { in: [...hashes] } } })
  return rows.map((row) => ({ name: imageAddressOf(row as KeptImage), bytes: row.bytes }))
}

/** An image that is not here would be words where its author sees a drawing. */
export async function missingImageFaults(deps: Deps, courseId: string, addresses: readonly string[]) {
  const held = await heldAddresses(deps, courseId, addresses)
  return addresses.every((address) => held.has(address)) ? [] : ['unknown_image' as const]
}
