import { posix } from 'node:path'
import type { ImportRemark } from './import-remark.ts'
import type { EmbeddedFile, UnusableReason } from './imported.ts'

/** Files by the names a text may call them. */
export type Files = {
  /** The file of this address, when there is one and only one it can be. */
  readonly find: (address: string) => Uint8Array | undefined
}

/** Where one question is put together: the files that came with it, those its text uses, what must be told. */
export type ReadingContext = {
  readonly available: Files
  readonly used: Map<string, Uint8Array>
  readonly remarks: ImportRemark[]
  /** Why the question cannot be asked, when a text of it could not be read whole. */
  fault?: UnusableReason
}

export const noFiles: Files = { find: () => undefined }

export const newReadingContext = (available: Files = noFiles): ReadingContext => ({
  available,
  used: new Map(),
  remarks: [],
})

export const filesOf = (context: ReadingContext): EmbeddedFile[] =>
  [...context.used].map(([name, bytes]) => ({ name, bytes }))

/** Takes a file that came with the question, under the name its text will call it; null when it did not come. */
export function takeFile(context: ReadingContext, address: string): string | null {
  for (const name of [address, decoded(address)]) {
    const bytes = context.available.find(name)
    if (!bytes) continue
    context.used.set(name, bytes)
    return name
  }
  return null
}

/** The files of a package as a text sees them from its folder (`from`), or from the root. */
export function filesOfPackage(files: ReadonlyMap<string, Uint8Array>): { beside: (path: string) => Files } {
  const named = new Map<string, string[]>()
  for (const path of files.keys()) {
    const name = posix.basename(path)
    const paths = named.get(name)
    if (paths) paths.push(path)
    else named.set(name, [path])
  }
  /** Under a folder its text does not say (Blackboard, Canvas): the whole address must end the path of one file only. */
  const deeper = (address: string) => {
    const clean = posix.normalize(address).replace(/^(?:\.{0,2}\/)+/, '')
    const paths = named.get(posix.basename(clean)) ?? []
    const ending = paths.filter((path) => path === clean || path.endsWith(`/${clean}`))
    return ending.length === 1 ? files.get(ending[0] ?? '') : undefined
  }
  return {
    beside: (path) => ({
      find: (address) =>
        address === ''
          ? undefined
          : (files.get(posix.join(posix.dirname(path), address)) ??
            files.get(posix.normalize(address)) ??
            deeper(address)),
    }),
  }
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
