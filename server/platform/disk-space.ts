import { statfs } from 'node:fs/promises'

/** Bytes of the file system of this folder that an ordinary user may fill, and all its bytes; null when it is not there. */
export async function diskSpaceOf(folder: string | null): Promise<{ free: number; total: number } | null> {
  if (folder === null) return null
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { free: bavail * bsize, total: blocks * bsize }
  } catch {
    return null
  }
}
