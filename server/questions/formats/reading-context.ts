import { posix } from 'node:path'
import type { ImportRemark } from './import-remark.ts'
import type { EmbeddedFile, UnusableReason } from './imported.ts'

/** Files, found by the names that a text may use for them. */
export type Files = {
  /** The file at this address, if exactly one matches. */
  readonly find: (address: string) => Uint8Array | undefined
}

/** The state of reading one question: files that came with it, those its texts use, notices to report. */
export type ReadingContext = {
  readonly available: Files
  readonly used: Map<string, Uint8Array>
  readonly remarks: ImportRemark[]
  /** Why the question cannot be imported, when one of its texts could not be read entirely. */
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

/** Takes a file that came with the question, and returns the name for its text to use; null when it is missing. */
export function takeFile(context: ReadingContext, address: string): string | null {
  for (const name of [address, decoded(address)]) {
    const bytes = context.available.find(name)
    if (!bytes) continue
    context.used.set(name, bytes)
    return name
  }
  return null
}

/** The files of a package, relative to the folder of the text (`from`) or to the root. */
export function filesOfPackage(files: ReadonlyMap<string, Uint8Array>): { beside: (path: string) => Files } {
  const named = new Map<string, string[]>()
  for (const path of files.keys()) {
    const name = posix.basename(path)
    const paths = named.get(name)
    if (paths) paths.push(path)
    else named.set(name, [path])
  }
  /** Blackboard and Canvas omit a folder: the whole address must then be the end of exactly one path. */
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
