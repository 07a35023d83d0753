import { expect } from 'vitest'
import * as browser from '#contract/attempts/locked-browser.ts'
import type { Endpoint, Sent } from '#contract/endpoint.ts'
import type { LockedBrowserUse } from '#core/exams/locked-browser.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { makeExam } from './exam.ts'
import type { Someone, World } from './world.ts'

export const keyHeader = 'x-safeexambrowser-configkeyhash'
/** Where the tests' requests seem to go. */
export const site = 'http://localhost'

export type LockedRoom = Awaited<ReturnType<typeof openLockedRoom>>

/** An open exam that asks for the locked browser, its trainer and one student. */
export async function openLockedRoom(
  where: World,
  { use, isSecure = false }: { use: LockedBrowserUse; isSecure?: boolean },
) {
  const course = await where.course()
  const trainer = await where.staff('Nadia', { course, role: 'trainer' })
  const ana = await where.student({ course, name: 'Ana Kerdoncuff' })
  const exam = await makeExam(where, { course })
  const params = { courseId: course.id, examId: exam.id }
  const cookies = isSecure ? (who: Someone) => ({ cookie: `__Host-bareme=${who.token}` }) : () => ({})
  const set = await where.ask(trainer, browser.setLockedBrowser, { params, body: { use } }, cookies(trainer))
  expect(set.status).toBe(200)
  return { where, cookies, course, trainer, ana, exam, params, key: set.body.key }
}

/** What Safe Exam Browser sends with a request to this address, when it runs with these settings. */
export const shows = (key: string, path: string, at = site) => ({ [keyHeader]: sha256(`${at}${path}${key}`) })

const pathOf = (endpoint: Endpoint, params: Record<string, string>) =>
  endpoint.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')

/** Asks as Safe Exam Browser does, with the key of the room or another. */
export function askInside<E extends Endpoint>(
  { where, cookies, key: own }: LockedRoom,
  who: Someone,
  [endpoint, input]: [E, Sent<E>],
  { key = own, at, headers = {} }: { key?: string; at?: string; headers?: Record<string, string> } = {},
) {
  const { params = {} } = input as { params?: Record<string, string> }
  return where.ask(who, endpoint, input, {
    ...shows(key, pathOf(endpoint, params), at),
    ...cookies(who),
    ...headers,
  })
}
