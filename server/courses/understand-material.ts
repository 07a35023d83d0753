import type { Material, MaterialFault, MaterialPart } from '#core/courses/material.ts'
import { proposeRoles } from '#core/courses/plan-proposal.ts'
import { cutText } from '#core/cut-text.ts'
import { type ReadPart, renderedPart } from '#server/questions/bank/course-parts.ts'
import { readdress } from '#server/questions/images/images-in.ts'
import { imageAddressOf, type KeptImage } from '#server/questions/images/read-image.ts'
import { readMaterial } from './formats/read-material.ts'

export type UnderstoodMaterial = Omit<Material, 'parts'> & {
  /** The heading of each part, and what it is proposed to be. */
  headings: Pick<ReadPart, 'heading' | 'role'>[]
  /** The JSON of a ReadPart[]: written here, so that a large deck is never built again on the loop that saves. */
  parts: string
  images: KeptImage[]
}

/** Reads a deck or a document, proposes what each part is, and renders it. Runs in a worker thread. */
export async function understandMaterial(
  file: Parameters<typeof readMaterial>[0],
): Promise<UnderstoodMaterial | { fault: MaterialFault }> {
  const read = await readMaterial(file)
  if ('fault' in read) return read
  const { material, images } = read
  const addresses = new Map(images.map((image) => [`image:${image.hash}`, imageAddressOf(image)]))
  const title = cutText(cleaned(material.title).trim(), 200) || file.name.replace(/\.\w+$/, '')
  const parts = material.parts.map((part, at) => storedPart(part, { addresses, title: at === 0 ? title : '' }))
  const roles = proposeRoles(parts)
  const rendered: ReadPart[] = parts.map((part, at) => renderedPart({ ...part, role: roles[at] ?? 'within' }))
  return {
    ...material,
    title,
    headings: rendered.map(({ heading, role }) => ({ heading, role })),
    parts: JSON.stringify(rendered),
    images: [...images],
  }
}

type StoredInput = { addresses: ReadonlyMap<string, string>; title: string }

/** What the database and a question can hold; text before any heading is under the title of the document. */
function storedPart(part: MaterialPart, { addresses, title }: StoredInput): MaterialPart {
  return {
    ...part,
    heading: cutText(cleaned(part.heading).replace(/\s+/g, ' ').trim(), 200) || title,
    text: readdress(cleaned(part.text), addresses),
    notes: readdress(cleaned(part.notes), addresses),
  }
}

/** Without what PostgreSQL refuses: U+0000 and halves of a surrogate pair. */
const cleaned = (text: string) => text.replace(/\0|\p{Cs}/gu, '')
