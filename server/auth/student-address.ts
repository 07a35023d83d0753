import { Refusal } from '#core/refusal.ts'
import { isLoopback, readSiteAddress } from '#core/site-address.ts'
import { lanAddresses } from '#server/platform/addresses.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'

type Asked = {
  courseId: string
  /** The scheme and host by which this request came. */
  origin: string
}

/** The address that students of this course can open: the course's, else the installation's, else the one in use. */
export async function readStudentAddress({ db, settings }: Deps, { courseId, origin }: Asked) {
  const { studentAddress } = await db.course.findUniqueOrThrow({
    where: { id: courseId },
    select: { studentAddress: true },
  })
  const proposed = lanProposals(settings, origin)
  if (studentAddress) return { origin: studentAddress, source: 'course' as const, proposed }
  if (isOpenTo(settings.publicUrl)) return { origin: settings.publicUrl, source: 'installation' as const, proposed }
  return { origin: isOpenTo(origin) ? origin : null, source: 'request' as const, proposed }
}

/** The site as others reach it, for a link; the one in use when no better is known. */
export async function originForOthers(deps: Deps, asked: Asked): Promise<string> {
  const known = await readStudentAddress(deps, asked)
  return known.origin ?? deps.settings.publicUrl ?? asked.origin
}

/**
 * The site for a one-time link of staff: as the installation says, or as its maker reaches it. Only when that leads back
 * to their own computer, where the course says it is: a trainer may say that, and the page there would get the link.
 */
export async function originForStaff(deps: Deps, asked: Asked): Promise<string> {
  const known = [deps.settings.publicUrl, asked.origin].find(isOpenTo)
  return known ?? originForOthers(deps, asked)
}

type Given = Asked & { address: string | null; actor: Actor }

/** Keeps the address given by a trainer. Throws `address_unreadable` or `address_loopback`. */
export async function setStudentAddress(deps: Deps, { courseId, origin, address, actor }: Given) {
  const studentAddress = address === null ? null : originFrom(address, origin)
  await deps.db.$transaction(async (tx) => {
    const before = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { studentAddress: true } })
    if (before.studentAddress === studentAddress) return
    const after = { studentAddress }
    await tx.course.update({ where: { id: courseId }, data: after })
    await audit(tx, { courseId, actor, action: 'course.address', subject: `course:${courseId}`, before, after })
  })
  return readStudentAddress(deps, { courseId, origin })
}

/** Keeps the address in use where nobody said another. Throws `address_loopback` when it leads to one computer. */
export async function keepStudentAddress(deps: Deps, asked: Asked & { actor: Actor }) {
  const { source } = await readStudentAddress(deps, asked)
  if (source === 'request') await setStudentAddress(deps, { ...asked, address: asked.origin })
}

/** The address that was said, for what happens without a request; null when nobody said one. */
export async function saidStudentAddress(deps: Deps, courseId: string): Promise<string | null> {
  const { studentAddress } = await deps.db.course.findUniqueOrThrow({
    where: { id: courseId },
    select: { studentAddress: true },
  })
  return studentAddress ?? (isOpenTo(deps.settings.publicUrl) ? deps.settings.publicUrl : null)
}

function originFrom(address: string, origin: string) {
  const read = readSiteAddress(address, origin.startsWith('https:') ? 'https' : 'http')
  if ('origin' in read) return read.origin
  throw new Refusal(read.fault === 'loopback' ? 'address_loopback' : 'address_unreadable')
}

const isOpenTo = (origin: string | null): origin is string =>
  origin !== null && URL.canParse(origin) && !isLoopback(new URL(origin).hostname)

/** Only a server that listens on the network answers at its addresses there. */
function lanProposals({ lan }: Pick<Deps['settings'], 'lan'>, origin: string) {
  if (!lan) return []
  const { protocol, port } = new URL(origin)
  return lanAddresses().map((host) => `${protocol}//${host}${port === '' ? '' : `:${port}`}`)
}
