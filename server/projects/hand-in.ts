import { mostHandIns } from '#contract/projects/hand-ins.ts'
import { isLinkFault, type RepositoryLink, readRepositoryLink } from '#core/projects/repository-link.ts'
import { Refusal } from '#core/refusal.ts'
import type { HandIn, Prisma } from '#prisma/client/client.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import { copyHandInFile, dropHandInFiles, keepHandInFile, safeFileName } from './hand-in-files.ts'
import { lateBy, viewHandIn, withAuthor } from './hand-in-views.ts'
import { type Reads, requireOpenProject } from './my-briefs.ts'
import type { Project } from './project.ts'
import type { readHandInFile as work } from './read-hand-in-file.ts'

const readHandInFile = task<typeof work>('readHandInFile')

/** Of one team in one minute: far above what members do by hand. */
const mostPerMinute = 6

type Sent = {
  link: string
  reference: string
  file: { name: string; base64: string | Uint8Array } | 'same' | null
  isLateKnown: boolean
}
type HandInInput = Sent & { projectId: string; caller: StudentCaller }

/**
 * Records what a team hands in, at the server's hour. Nothing is replaced: the last row counts, the ones before are its
 * history. After the deadline it is recorded as late, once the student said that they know.
 */
export async function handInProject(deps: Deps, { projectId, caller, ...sent }: HandInInput) {
  const place = { projectId, caller }
  // First, so that no file is read for nothing; then again once nobody else can change the project or the team.
  const { project: asked } = await requireHandIn(deps, place)
  const link = readRepositoryLink(sent.link, asked)
  if (isLinkFault(link)) throw new Refusal(link)
  const file = await readSent(sent.file)
  return deps.db.$transaction(async (tx) => {
    await tx.$queryRaw`select 1 from "Project" where id = ${projectId}::uuid for share`
    await tx.$queryRaw`
      select 1 from "Team" t join "TeamMember" m on m."teamId" = t.id
      where m."projectId" = ${projectId}::uuid and m."studentId" = ${caller.studentId}::uuid for update of t`
    const { project, teamId } = await requireHandIn({ db: tx, now: deps.now }, place)
    const at = deps.now()
    const days = lateBy(project, at)
    if (days > 0 && !sent.isLateKnown) throw new Refusal('hand_in_late', { days })
    const before = await tx.handIn.findMany({ where: { teamId }, orderBy: { number: 'desc' } })
    if (before.length >= mostHandIns) throw new Refusal('too_many_requests', { most: mostHandIns })
    const handIn = await write(tx, { project, teamId, caller, link, sent, file, at, before })
    await tx.team.update({ where: { id: teamId }, data: { handedInAt: at } })
    const { id } = handIn
    await dropHandInFiles(tx, { teamId, but: [id, ...lastInTime(project, [handIn, ...before])] })
    return viewHandIn(project, await tx.handIn.findUniqueOrThrow({ where: { id }, include: withAuthor }))
  })
}

type ReadFile = { name: string; type: string; hash: string; bytes: Uint8Array }
type WriteInput = {
  project: Project
  teamId: string
  caller: StudentCaller
  link: RepositoryLink
  sent: Sent
  file: ReadFile | null
  at: Date
  before: readonly HandIn[]
}

async function write(tx: Prisma.TransactionClient, input: WriteInput) {
  const { project, teamId, caller, link, sent, file, at, before } = input
  const [last] = before
  const isSame = sent.file === 'same' && last !== undefined && last.fileName !== ''
  const said = isSame
    ? { fileName: last.fileName, fileType: last.fileType, fileSize: last.fileSize, fileHash: last.fileHash }
    : file && { fileName: file.name, fileType: file.type, fileSize: file.bytes.length, fileHash: file.hash }
  const handIn = await tx.handIn.create({
    data: {
      ...{ teamId, at, studentId: caller.studentId, deadline: project.deadline },
      ...{ number: (last?.number ?? 0) + 1, url: link.url, reference: sent.reference },
      ...said,
    },
  })
  if (isSame) await copyHandInFile(tx, { from: last.id, to: handIn.id })
  if (file) await keepHandInFile(tx, { courseId: project.courseId, handInId: handIn.id, bytes: file.bytes })
  return handIn
}

/** The file of the last hand-in in time stays: a trainer may count it instead of a later one. */
function lastInTime(project: Project, handIns: readonly HandIn[]): string[] {
  return handIns
    .filter(({ at }) => lateBy(project, at) === 0)
    .slice(0, 1)
    .map(({ id }) => id)
}

async function readSent(file: Sent['file']): Promise<ReadFile | null> {
  if (file === null || file === 'same') return null
  const bytes = bytesOf(file.base64)
  const read = await readHandInFile({ bytes }, [bytes])
  if (typeof read === 'string') throw new Refusal(read)
  return { ...read, name: safeFileName(file.name, read.type) }
}

/** The open project and the caller’s own team, as long as that team may hand in now. */
async function requireHandIn(deps: Reads, { projectId, caller }: { projectId: string; caller: StudentCaller }) {
  const project = await requireOpenProject(deps, { projectId, caller })
  const { studentId } = caller
  const membership = await deps.db.teamMember.findUnique({ where: { projectId_studentId: { projectId, studentId } } })
  if (!membership) throw new Refusal('no_team')
  if (project.releasedAt !== null) throw new Refusal('hand_in_over')
  const { teamId } = membership
  const minuteAgo = new Date(deps.now().getTime() - 60_000)
  const recent = await deps.db.handIn.count({ where: { teamId, at: { gt: minuteAgo } } })
  if (recent >= mostPerMinute) throw new Refusal('too_many_requests', { retryAfterSeconds: 60 })
  return { project, teamId }
}
