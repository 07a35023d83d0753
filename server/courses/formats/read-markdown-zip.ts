import { posix } from 'node:path'
import { byText } from '#core/students/name-order.ts'
import { decodeText } from '#server/platform/decode-text.ts'
import type { PackageFiles } from './package-files.ts'
import { readMarkdownFiles } from './read-markdown.ts'
import type { MaterialRead } from './reading.ts'

/** The Markdown files of a zip in the order of their names, those of systems left out. */
export const markdownIn = ({ read }: PackageFiles): string[] =>
  [...read.keys()]
    .filter((path) => /\.(?:md|markdown)$/i.test(path) && !/(?:^|\/)(?:\.|__MACOSX\/|node_modules\/)/.test(path))
    .sort(byText)

/** A folder of Markdown with its pictures, as editors export one: a picture is looked for inside the zip alone. */
export function readMarkdownZip(files: PackageFiles, name: string): MaterialRead {
  const places = placesIn(files)
  const texts = markdownIn(files).map((path) => ({
    ...decodeText(files.read.get(path) ?? new Uint8Array()),
    path,
    pictureAt: (address: string) =>
      pictureAt(files, pathIn(path, address)) ?? pictureAt(files, places.get(decoded(address)) ?? ''),
  }))
  return readMarkdownFiles(texts, name)
}

/** The path of each name that one file alone has: Obsidian names a picture, wherever it is. */
function placesIn({ read, packed }: PackageFiles): Map<string, string> {
  const places = new Map<string, string>()
  for (const path of [...read.keys(), ...packed.keys()]) {
    const name = posix.basename(path)
    places.set(name, places.has(name) ? '' : path)
  }
  return places
}

function pictureAt({ read, packed }: PackageFiles, path: string) {
  return read.get(path) ?? (packed.has(path) ? ('large' as const) : undefined)
}

/** From the folder of the text; from the top of the zip when it begins with a slash. */
function pathIn(text: string, address: string): string {
  const clean = decoded(address.replace(/[?#].*$/s, ''))
  return clean.startsWith('/') ? posix.normalize(clean.slice(1)) : posix.join(posix.dirname(text), clean)
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
