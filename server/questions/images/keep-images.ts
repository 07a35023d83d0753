import { imageAddress } from '#contract/questions/images.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import type * as reading from './read-image.ts'
import { imageAddressOf, type KeptImage } from './read-image.ts'

const readImage = task<typeof reading.readImage>('readImage', 'text')

/** Limit per course for all images, in bytes, to protect the disk. */
const mostBytes = 256 * 1024 * 1024

type Db = Deps['db'] | Prisma.TransactionClient
type KeepImagesInput = { courseId: string; images: readonly KeptImage[]; at: Date }

/** Stores the images that the course does not have yet. A stored image never changes, since its name is its hash. */
export async function keepImages(db: Db, { courseId, images, at }: KeepImagesInput): Promise<void> {
  if (images.length === 0) return
  const known = await renewImages(db, { courseId, hashes: images.map(({ hash }) => hash), at })
  const added = [...new Map(images.map((image) => [image.hash, image])).values()].filter(({ hash }) => !known.has(hash))
  if (added.length === 0) return
  const [row] = await db.$queryRaw<{ bytes: bigint | null }[]>`
    select sum(length(bytes)) as bytes from "Image" where "courseId" = ${courseId}::uuid`
  const total = added.reduce((sum, { bytes }) => sum + bytes.length, Number(row?.bytes ?? 0))
  if (total > mostBytes) throw new Refusal('too_many_images', { mb: mostBytes / 1024 / 1024 })
  // One by one, because a statement for all would be as large as all the images.
  for (const { hash, type, width, height, bytes } of added) {
    const data = { courseId, hash, type, width, height, bytes: Uint8Array.from(bytes), createdAt: at }
    await db.image.createMany({ data, skipDuplicates: true })
  }
}

/** Renews the date of images already stored, so that they are not deleted before a text uses them (sweep-images.ts). */
export async function renewImages(db: Db, { courseId, hashes, at }: { courseId: string; hashes: string[]; at: Date }) {
  const stored = await db.image.updateManyAndReturn({
    where: { courseId, hash: { in: hashes } },
    data: { createdAt: at },
    select: { hash: true },
  })
  return new Set(stored.map(({ hash }) => hash))
}

/** Stores an uploaded image, or refuses it with the reason. */
export async function addImage(deps: Deps, { courseId, base64 }: { courseId: string; base64: string | Uint8Array }) {
  const image = await readImage(bytesOf(base64))
  if (typeof image === 'string') throw new Refusal(image)
  await keepImages(deps.db, { courseId, images: [image], at: deps.now() })
  return { address: imageAddressOf(image), width: image.width, height: image.height }
}

/** The addresses among these whose image is stored with exactly the size that the address states. */
export async function storedAddresses(
  { db }: { db: Prisma.TransactionClient },
  courseId: string,
  addresses: readonly string[],
) {
  const hashes = addresses.flatMap((address) => imageAddress.exec(address)?.[1] ?? [])
  if (hashes.length === 0) return new Set<string>()
  const rows = await db.image.findMany({ where: { courseId, hash: { in: hashes } }, omit: { bytes: true } })
  return new Set(rows.map((row) => imageAddressOf(row as Omit<KeptImage, 'bytes'>)))
}

/** The addresses of all images of the course. */
export async function everyAddress({ db }: Pick<Deps, 'db'>, courseId: string): Promise<string[]> {
  const rows = await db.image.findMany({ where: { courseId }, omit: { bytes: true } })
  return rows.map((row) => imageAddressOf(row as Omit<KeptImage, 'bytes'>))
}

/** The images of these questions with their bytes, for an export. */
export async function imageFiles({ db }: Pick<Deps, 'db'>, courseId: string, hashes: readonly string[]) {
  if (hashes.length === 0) return []
  const rows = await db.image.findMany({ where: { courseId, hash: { in: [...hashes] } } })
  return rows.map((row) => ({ name: imageAddressOf(row as KeptImage), bytes: row.bytes }))
}

/** Faults for images that are not stored, in place of which students would see only text. */
export async function missingImageFaults(deps: Deps, courseId: string, addresses: readonly string[]) {
  const stored = await storedAddresses(deps, courseId, addresses)
  return addresses.every((address) => stored.has(address)) ? [] : ['unknown_image' as const]
}
