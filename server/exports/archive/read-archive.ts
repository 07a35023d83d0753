import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import { manifestPath, signatureOriginOf } from './manifest.ts'
import type { Scanned, scanArchive as work } from './scan-archive.ts'

export type Archive = Scanned & { signature: 'ours' | 'foreign' }

/** The command reads the archives of its own disk itself, larger ones than are ever sent. */
export type Scan = (given: { bytes: Uint8Array; wantsRows: boolean }) => Promise<Scanned>

const scanInThread = task<typeof work>('scanArchive')
const scanSent: Scan = (given) => scanInThread({ ...given, from: 'web' }, [given.bytes])

type ReadArchiveInput = { bytes: Uint8Array; wantsRows: boolean; scan?: Scan | undefined }

/** Everything that can be wrong with an archive is found here, before the database is asked anything. */
export async function readArchive(
  deps: Pick<Deps, 'secret'>,
  { scan = scanSent, ...given }: ReadArchiveInput,
): Promise<Archive> {
  const scanned = await scan(given)
  const signature = signatureOriginOf(deps, scanned.manifest)
  if (signature === 'wrong') throw new Refusal('archive_altered', { file: manifestPath })
  return { ...scanned, signature }
}
