import { createHmac } from 'node:crypto'
import { BlockList, isIP, isIPv4 } from 'node:net'
import { type RoomCodeKind, turnLeftMs, turnsTaken } from '#core/exams/room-code.ts'
import { Refusal } from '#core/refusal.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { judgeInTurn } from '#server/platform/throttle.ts'

/** Each slot shows a code of its own. */
type Room = { examId: string; slotNumber: number; roomCode: RoomCodeKind; networks: readonly string[] }
type RequireRoomInput = { studentId: string; ip: string; roomCode: string | undefined; now: Date }

/** Checks room code and network before a first start. A started copy continues from anywhere. */
export async function requireRoom(deps: Deps, room: Room, { studentId, ip, roomCode, now }: RequireRoomInput) {
  if (room.networks.length > 0 && !isWithin(room.networks, ip)) throw new Refusal('outside_the_room', { address: ip })
  if (room.roomCode === 'none') return
  const typed = (roomCode ?? '').replace(/\D/g, '')
  if (typed === '') throw new Refusal('room_code_wrong')
  const { examId, slotNumber, roomCode: kind } = room
  // Four digits can be guessed, so attempts are limited: after ten wrong ones there is a wait.
  const isRight = await judgeInTurn(deps, [['room_code', `${examId} ${studentId}`]], async () =>
    turnsTaken(kind, now).some((turn) => codeOf(deps, { examId, slotNumber, turn }) === typed) ? true : null,
  )
  if (!isRight) throw new Refusal('room_code_wrong')
}

/** The code for the invigilator to show; null when starting requires none. */
export function shownRoomCode(deps: Deps, { examId, slotNumber, roomCode }: Omit<Room, 'networks'>, now: Date) {
  if (roomCode === 'none') return null
  const [turn = 0] = turnsTaken(roomCode, now)
  return { code: codeOf(deps, { examId, slotNumber, turn }), turnsInMs: turnLeftMs(roomCode, now) }
}

type CodedRoom = { examId: string; slotNumber: number; turn: number }

/**
 * The code is derived from the secret of the installation, the exam, the slot and the period: nothing is stored, and every server
 * computes the same.
 */
function codeOf({ secret }: Deps, { examId, slotNumber, turn }: CodedRoom) {
  const slot = slotNumber === 0 ? '' : ` slot ${slotNumber}`
  const digest = createHmac('sha256', secret).update(`room code ${examId}${slot} ${turn}`).digest()
  return String(digest.readUInt32BE(0) % 10_000).padStart(4, '0')
}

export async function readAccess(deps: Deps, { ip, ...place }: ExamPlace & { ip: string }) {
  const { roomCode, networks, pauseShows } = await requireExam(deps, place)
  return { roomCode: roomCode as RoomCodeKind, networks, pauseShows, yourAddress: plainAddress(ip) }
}

type Access = ExamPlace & { roomCode: RoomCodeKind; networks: string[]; pauseShows?: boolean | undefined; actor: Actor }

/** Allowed while the exam runs, so that students can be let in from a telephone when the room's network fails. */
export async function setAccess(deps: Deps, { roomCode, networks, actor, ...input }: Access) {
  const { pauseShows: asked, ...place } = input
  const before = await requireExam(deps, place)
  const pauseShows = asked ?? before.pauseShows
  const unreadable = networks.filter((network) => readNetwork(network) === null)
  if (unreadable.length > 0) throw new Refusal('network_unreadable', { networks: unreadable })
  await deps.db.$transaction(async (tx) => {
    await tx.exam.update({ where: { id: place.examId }, data: { roomCode, networks, pauseShows } })
    await audit(tx, {
      courseId: place.courseId,
      actor,
      action: 'exam.access',
      subject: `exam:${place.examId}`,
      before: { roomCode: before.roomCode, networks: before.networks, pauseShows: before.pauseShows },
      after: { roomCode, networks, pauseShows },
    })
  })
  return { done: true as const }
}

function isWithin(networks: readonly string[], ip: string): boolean {
  const list = new BlockList()
  for (const network of networks) {
    const read = readNetwork(network)
    if (read) list.addSubnet(read.address, read.prefix, read.family)
  }
  const address = plainAddress(ip)
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/** `192.168.1.0/24`, `2001:db8::/32`, or a single address. */
function readNetwork(text: string) {
  const [address = '', prefixText, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return null
  const longest = version === 4 ? 32 : 128
  const prefix = prefixText === undefined ? longest : Number(prefixText)
  if (!/^\d{1,3}$/.test(prefixText ?? '0') || prefix > longest) return null
  return { address, prefix, family: version === 4 ? ('ipv4' as const) : ('ipv6' as const) }
}

/** A dual-stack server sees IPv4 as `::ffff:192.168.1.7`. */
const plainAddress = (ip: string) => ip.replace(/^::ffff:(?=\d+\.)/i, '')
