import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import { manifestPath, signatureOriginOf } from './manifest.ts'
import type { Scanned, scanArchive as work } from './scan-archive.ts'

export type Archive = Scanned & { signature: 'ours' | 'foreign' }

/** Passed in by the command, which reads archives from its own disk, larger than an upload may be. */
export type Scan = (given: { bytes: Uint8Array; wantsRows: boolean }) => Promise<Scanned>

const scanInThread = task<typeof work>('scanArchive')
const scanSent: Scan = (given) => scanInThread({ ...given, from: 'web' }, [given.bytes])

type ReadArchiveInput = { bytes: Uint8Array; wantsRows: boolean; scan?: Scan | undefined }

/** Finds every fault of an archive before the first query. */
export async function readArchive(
  deps: Pick<Deps, 'secret'>,
  { scan = scanSent, ...given }: ReadArchiveInput,
): Promise<Archive> {
  const scanned = await scan(given)
  const signature = signatureOriginOf(deps, scanned.manifest)
  if (signature === 'wrong') throw new Refusal('archive_altered', { file: manifestPath })
  return { ...scanned, signature }
}
