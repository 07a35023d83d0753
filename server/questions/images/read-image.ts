import { createHash } from 'node:crypto'
import { largestImage, widestImage } from '#contract/questions/images.ts'
import type { Size } from './image-size.ts'
import { readGif } from './read-gif.ts'
import { readJpeg } from './read-jpeg.ts'
import { readPng } from './read-png.ts'
import { readWebp } from './read-webp.ts'

export const imageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const

export type ImageType = (typeof imageTypes)[number]

/** A stored image: its unchanged bytes, with the type and size found in them. */
export type KeptImage = Size & { readonly hash: string; readonly type: ImageType; readonly bytes: Uint8Array }

export const imageFaults = ['image_too_large', 'image_too_wide', 'image_svg', 'image_damaged', 'not_an_image'] as const

export type ImageFault = (typeof imageFaults)[number]

/** Detects the type from the bytes, whatever the name; the image must be complete, or the fault is returned. */
export function readImage(bytes: Uint8Array): KeptImage | ImageFault {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (data.length > largestImage) return 'image_too_large'
  if (isSvg(data)) return 'image_svg'
  const type = imageTypes.find((one) => opens[one](data))
  if (!type) return 'not_an_image'
  const size = readers[type](data)
  if (!size || size.width < 1 || size.height < 1) return 'image_damaged'
  const { side, area } = widestImage
  if (Math.max(size.width, size.height) > side || size.width * size.height > area) return 'image_too_wide'
  return { ...size, type, hash: createHash('sha256').update(data).digest('hex'), bytes: data }
}

export const isFault = (read: KeptImage | ImageFault): read is ImageFault => typeof read === 'string'

export const imageAddressOf = ({ hash, width, height, type }: Omit<KeptImage, 'bytes'>) =>
  `images/${hash}-${width}x${height}.${endings[type]}`

const endings: Record<ImageType, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
}

const starts = (data: Buffer, text: string, at = 0) => data.toString('latin1', at, at + text.length) === text

const opens: Record<ImageType, (data: Buffer) => boolean> = {
  'image/png': (data) => starts(data, '\x89PNG\r\n\x1a\n'),
  'image/jpeg': (data) => starts(data, '\xff\xd8\xff'),
  'image/gif': (data) => starts(data, 'GIF87a') || starts(data, 'GIF89a'),
  'image/webp': (data) => starts(data, 'RIFF') && starts(data, 'WEBP', 8),
}

const readers: Record<ImageType, (data: Buffer) => Size | null> = {
  'image/png': readPng,
  'image/jpeg': readJpeg,
  'image/gif': readGif,
  'image/webp': readWebp,
}

/** SVG may contain scripts; detected so that the author gets a specific message. */
function isSvg(data: Buffer): boolean {
  const opening = data.toString('latin1', 0, 4_096).replaceAll('\0', '')
  return /^[^<]{0,64}</.test(opening) && /<(?:\w+:)?svg[\s>]/i.test(opening)
}
