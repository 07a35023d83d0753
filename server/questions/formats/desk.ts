import type { Remark } from './accept.ts'
import type { EmbeddedFile } from './imported.ts'

/** Where one question is put together: the files that came with it, those its text uses, what must be told. */
export type Desk = {
  readonly available: ReadonlyMap<string, Uint8Array>
  readonly used: Map<string, Uint8Array>
  readonly remarks: Remark[]
}

export const newDesk = (available: ReadonlyMap<string, Uint8Array> = new Map()): Desk => ({
  available,
  used: new Map(),
  remarks: [],
})

export const filesOf = (desk: Desk): EmbeddedFile[] => [...desk.used].map(([name, bytes]) => ({ name, bytes }))

/** Takes a file that came with the question, under the name its text will call it; null when it did not come. */
export function takeFile(desk: Desk, address: string): string | null {
  const name = [address, decoded(address), base(decoded(address))].find((one) => desk.available.has(one))
  const bytes = name === undefined ? undefined : desk.available.get(name)
  if (name === undefined || !bytes) return null
  desk.used.set(name, bytes)
  return name
}

const base = (path: string) => path.replace(/^.*\//, '')

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
