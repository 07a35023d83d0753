import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '#contract/contract.ts'
import { previewCorrection } from '#contract/grading/corrections.ts'
import * as teams from '#contract/projects/teams.ts'
import { giveAccessCodes } from '#contract/students/access-codes.ts'
import { ensureShippedAssessment } from '#server/assessment/ensure-shipped-assessment.ts'
import { ensureShippedProject } from '#server/projects/ensure-shipped-project.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

/** In the order of a French list; entered in another. */
const order = ['Béranger', 'Bouvier', 'de La Fontaine', 'Dupont-Roy', 'DUPONTEL', 'Émond', 'Le Gall', 'Zimmermann']

let world: World
let nadia: Someone
let questionId: string
let params: { courseId: string; examId: string; projectId: string }
beforeAll(async () => {
  world = await createWorld()
  const course = await world.course()
  nadia = await world.staff('Nadia', { course, role: 'owner' })
  const entered = [5, 2, 7, 0, 3, 6, 1, 4].map((rank) => order[rank] as string)
  const answers = Object.fromEntries(entered.map((_, rank) => [`Nom${rank} Nom${rank}`, ['a', 'b']]))
  const exam = await markedExam(world, { course, trainer: nadia, keys: ['a', 'b'], answers })
  for (const [rank, who] of [...exam.students.values()].entries())
    await world.db.student.update({
      where: { id: who.id },
      data: { familyName: entered[rank] as string, givenName: 'Ana', group: rank % 2 ? 'TD 10' : 'TD 2' },
    })
  questionId = exam.questionIds[0] ?? ''
  const { projectId } = await ensureShippedProject(world.deps, course.id)
  await ensureShippedAssessment(world.deps, course.id)
  params = { courseId: course.id, examId: exam.id, projectId: projectId ?? '' }
  const { body: team } = await world.ask(nadia, teams.createTeam, { params, body: { name: 'Équipe 1' } })
  await world.ask(nadia, teams.setMembers, {
    params: { ...params, teamId: team.id },
    body: { studentIds: [...exam.students.values()].map(({ id }) => id) },
  })
})
afterAll(() => world.close())

/** The names a reply has, in the order they first come in it; null when it does not name the whole class. */
function orderIn(text: string): string[] | null {
  const found = order.map((name) => [text.indexOf(name), name] as const)
  return found.some(([at]) => at === -1) ? null : found.toSorted(([a], [b]) => a - b).map(([, name]) => name)
}

/** What tells what happened, the newest first: it names people as they come in it. */
const byTime = new Set(['journal', 'exports/journal', 'overview'])

describe('the class is in one order', () => {
  it('in every reply and every file that names it', async () => {
    const walked: string[] = []
    const wrong: string[] = []
    const known = new Set(['courseId', 'examId', 'projectId'])
    for (const endpoint of Object.values(contract).flatMap((concept) => Object.values(concept))) {
      const asked = Object.keys(endpoint.params?.shape ?? {})
      if (endpoint.method !== 'GET' || endpoint.kind === 'events' || !asked.every((name) => known.has(name))) continue
      if (byTime.has(endpoint.path.replace('/api/courses/:courseId/', ''))) continue
      const needsProfile = endpoint.query && 'profile' in endpoint.query.shape
      const query = needsProfile ? { profile: 'excel_fr' } : {}
      const { bytes } = await world.ask(nadia, endpoint, { params, query } as never)
      const names = orderIn(bytes.toString())
      if (names === null) continue
      walked.push(endpoint.path.replace('/api/courses/:courseId/', ''))
      if (names.join() !== order.join()) wrong.push(`${endpoint.path}: ${names.join(', ')}`)
    }
    expect(wrong).toEqual([])
    expect(walked.toSorted()).toMatchInlineSnapshot(`
      [
        "assessment",
        "exams/:examId/attempts",
        "exams/:examId/attendance-list",
        "exams/:examId/corrections",
        "exams/:examId/paper-copies",
        "exams/:examId/paper-sheets",
        "exams/:examId/results",
        "exams/:examId/who-sits",
        "exports/answers/:examId",
        "exports/attendance/:examId",
        "exports/final-sheet",
        "exports/points/:examId",
        "exports/results/:examId",
        "exports/rubrics/:projectId",
        "exports/student-sections/:examId",
        "projects/:projectId",
        "projects/:projectId/hand-ins",
        "students",
      ]
    `)
  })

  it('among new codes by group, then by name; in the preview of a correction by name', async () => {
    const { body: preview } = await world.ask(nadia, previewCorrection, {
      params,
      body: { change: { kind: 'neutralise', questionId, how: 'full' }, policy: { kind: 'full' } },
    })
    expect(preview.rows.map(({ familyName }) => familyName)).toEqual(order)
    const { body } = await world.ask(nadia, giveAccessCodes, { params, body: {} })
    const names = body.codes.map(({ group, familyName }) => `${group} ${familyName}`)
    expect(names).toMatchInlineSnapshot(`
      [
        "TD 2 Bouvier",
        "TD 2 Dupont-Roy",
        "TD 2 Émond",
        "TD 2 Zimmermann",
        "TD 10 Béranger",
        "TD 10 de La Fontaine",
        "TD 10 DUPONTEL",
        "TD 10 Le Gall",
      ]
    `)
  })
})
