import type { FileReply } from '#contract/endpoint.ts'
import { cutText, onOneLine } from '#core/cut-text.ts'
import { Refusal } from '#core/refusal.ts'
import type { HandIn, Prisma } from '#prisma/client/client.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { ProjectPlace } from './project.ts'

/** Limit per course for all files handed in, in bytes, to protect the disk. */
const mostBytes = 1024 * 1024 * 1024
/** A row of a file: small enough that a download and a backup hold little at once. */
const partBytes = 1024 * 1024

type Tx = Prisma.TransactionClient
type KeepFileInput = { courseId: string; handInId: string; bytes: Uint8Array }

export async function keepHandInFile(tx: Tx, { courseId, handInId, bytes }: KeepFileInput) {
  const [row] = await tx.$queryRaw<{ bytes: bigint | null }[]>`
    select sum(length(f.bytes)) as bytes from "HandInPart" f join "HandIn" h on h.id = f."handInId"
      join "Team" t on t.id = h."teamId" join "Project" p on p.id = t."projectId" where p."courseId" = ${courseId}::uuid`
  if (Number(row?.bytes ?? 0) + bytes.length > mostBytes) throw new Refusal('too_many_files')
  for (let number = 0; number * partBytes < bytes.length; number += 1) {
    const part = Uint8Array.from(bytes.subarray(number * partBytes, (number + 1) * partBytes))
    await tx.handInPart.create({ data: { handInId, number, bytes: part } })
  }
}

/** The same file in a later hand-in. */
export async function copyHandInFile(tx: Tx, { from, to }: { from: string; to: string }) {
  await tx.$executeRaw`
    insert into "HandInPart" ("handInId", number, bytes)
    select ${to}::uuid, number, bytes from "HandInPart" where "handInId" = ${from}::uuid`
}

/** Deletes the files of a team but those of these hand-ins. */
export async function dropHandInFiles(tx: Tx, { teamId, but }: { teamId: string; but: readonly string[] }) {
  await tx.handInPart.deleteMany({ where: { handIn: { teamId }, handInId: { notIn: [...but] } } })
}

/** A name that ends as its type says and reads as it is written, whatever it was. */
export function safeFileName(name: string, type: string): string {
  const stem = onOneLine(name)
    .replace(/^.*[/\\]/, '')
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .trim()
  return `${cutText(stem, 120) || 'remise'}.${type === 'application/pdf' ? 'pdf' : 'zip'}`
}

/** For a member of the team; anybody else’s does not exist. */
export async function readMyHandInFile(
  deps: Deps,
  { projectId, handInId, caller }: { projectId: string; handInId: string; caller: StudentCaller },
): Promise<FileReply> {
  const { courseId, studentId } = caller
  const project = { id: projectId, courseId, opensAt: { lte: deps.now() } }
  const handIn = await deps.db.handIn.findFirst({
    where: { id: handInId, team: { project, members: { some: { studentId } } } },
  })
  return download(deps, handIn)
}

export async function readHandInFileOf(
  deps: Deps,
  { courseId, projectId, handInId }: ProjectPlace & { handInId: string },
): Promise<FileReply> {
  const handIn = await deps.db.handIn.findFirst({
    where: { id: handInId, team: { project: { id: projectId, courseId } } },
    include: { team: { include: { project: true } } },
  })
  if (handIn && handIn.team.project.blindSince !== null) throw new Refusal('names_withheld')
  return download(deps, handIn, handIn ? `${handIn.team.name} - ` : '')
}

async function download(deps: Deps, handIn: HandIn | null, prefix = ''): Promise<FileReply> {
  if (!handIn) throw new Refusal('not_found')
  const { id, fileName, fileType } = handIn
  const parts = await deps.db.handInPart.count({ where: { handInId: id } })
  if (parts === 0) throw new Refusal('not_found')
  return { name: `${prefix}${fileName}`, type: fileType, content: partsOf(deps, id, parts) }
}

async function* partsOf({ db }: Deps, handInId: string, parts: number) {
  for (let number = 0; number < parts; number += 1) {
    // One deleted meanwhile ends the download with an error rather than a file cut short.
    const { bytes } = await db.handInPart.findUniqueOrThrow({ where: { handInId_number: { handInId, number } } })
    yield bytes
  }
}
