import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from '#server/platform/database/migrate.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { type ExamRoom, openRoom } from './exam-room.ts'
import { expectNothingLost } from './nothing-lost.ts'

let room: ExamRoom
beforeAll(async () => {
  room = await openRoom({ students: 12, servers: 2 })
  await Promise.all(room.students.map((student) => student.signIn()))
})
afterAll(() => room.close())

/** What a migration may do (docs/decisions/0060-migrations-add-first.md), to the tables every save passes through. */
const nextSchema = `
  alter table "Answer" add column "next" text, add column "weight" int not null default 0;
  alter table "AnswerEvent" add column "next" text;
  alter table "Attempt" add column "next" jsonb not null default '{}';
  alter table "Exam" add column "next" timestamptz;
  alter table "Student" add column "next" text;
  alter table "Session" add column "next" boolean not null default false;
  alter table "ExamQuestion" add column "next" text;
  create table "Next" (id uuid primary key, "attemptId" uuid references "Attempt" (id) on delete cascade);
  create index "Answer_next" on "Answer" ("next");
  alter type "AttemptStatus" add value 'adjourned';`

/** By the very code of a start or of the command: all migrations of this version, and one more. */
async function migrateAsTheNextVersion({ url }: ExamRoom) {
  const folder = mkdtempSync(join(tmpdir(), 'bareme-next-'))
  cpSync(join(projectRoot, 'prisma/migrations'), folder, { recursive: true })
  mkdirSync(join(folder, '29990101000000_next'))
  writeFileSync(join(folder, '29990101000000_next/migration.sql'), nextSchema)
  expect(await migrate(url, folder)).toEqual(['29990101000000_next'])
  rmSync(folder, { recursive: true })
}

it('goes on saving while the next version migrates the database, then serves a start and a submission on it', async () => {
  const { students } = room
  const [late, ...early] = students as [(typeof students)[number], ...typeof students]
  await Promise.all(early.map((student) => student.start()))
  let isEnough = false
  const answering = early.map((student) => student.answerUntil(() => isEnough))
  const saves = async () => early.reduce((sum, { ticks }) => sum + ticks, 0)
  // Each connection of the servers has prepared its statements by then.
  await expect.poll(saves, { timeout: 30_000, interval: 20 }).toBeGreaterThan(300)
  await migrateAsTheNextVersion(room)
  const before = await saves()
  await expect.poll(saves, { timeout: 30_000, interval: 20 }).toBeGreaterThan(before + 300)
  isEnough = true
  await Promise.all(answering)
  await late.start()
  await early[0]?.submit()
  expect(students.flatMap(({ statuses }) => [...statuses]).filter((status) => status >= 500)).toEqual([])
  expect(students.filter(({ troubles }) => troubles > 0)).toEqual([])
  await expectNothingLost(room)
})
