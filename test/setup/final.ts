import * as sitting from '#contract/attempts/sitting.ts'
import * as life from '#contract/exams/life.ts'
import * as grading from '#contract/projects/project-grading.ts'
import * as teams from '#contract/projects/teams.ts'
import { ensureShippedAssessment } from '#server/assessment/ensure-shipped-assessment.ts'
import { ensureShippedProject } from '#server/projects/ensure-shipped-project.ts'
import { makeExam } from './exam.ts'
import { pageIds } from './page-ids.ts'
import type { Someone, World } from './world.ts'

/** Twenty questions: nineteen single-choice ones, and one whose four choices are all right. */
const keys = [...Array.from({ length: 19 }, () => 'a'), 'abcd']

/** Levels of the shipped rubric that give 15 out of 20. */
export const fifteen = {
  'depot-gitops': 'solide',
  paquet: 'exemplaire',
  nextcloud: 'solide',
  persistance: 'solide',
  secrets: 'solide',
  'moindre-privilege': 'fragile',
  reconciliation: 'exemplaire',
  images: 'solide',
  'cout-demontage': 'solide',
  documentation: 'exemplaire',
  contribution: 'solide',
  soutenance: 'solide',
}

/**
 * A course with an exam and a project marked: Élise has 13,25 at the exam (thirteen right, a quarter of one) and 15,50
 * for the project (the team's 15 and half a point); Fatou has 20 and 15; Kevin was absent and is in no team.
 */
export async function endOfCourse(world: World) {
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const elise = await world.student({ course, name: 'Élise Gautier' })
  const fatou = await world.student({ course, name: 'Fatou N’Diaye' })
  const kevin = await world.student({ course, name: 'Kevin D’Almeida' })
  const exam = await makeExam(world, { course, keys })
  const { projectId } = await ensureShippedProject(world.deps, course.id)
  await ensureShippedAssessment(world.deps, course.id)
  const params = { courseId: course.id }

  const answered = { exam, ticks: [...Array.from({ length: 13 }, () => 'a'), '', '', '', '', '', '', 'a'] }
  await take(world, { who: elise, ...answered })
  await take(world, { who: fatou, exam, ticks: keys })
  await world.ask(nadia, life.closeExam, { params: { ...params, examId: exam.id } })

  const project = { ...params, projectId: projectId ?? '' }
  const { body: team } = await world.ask(nadia, teams.createTeam, { params: project, body: { name: 'Équipe 5' } })
  const place = { ...project, teamId: team.id }
  await world.ask(nadia, teams.setMembers, { params: place, body: { studentIds: [elise.id, fatou.id] } })
  await world.ask(nadia, grading.gradeTeam, {
    params: place,
    body: { revision: 1, levels: fifteen, comments: {}, comment: '' },
  })
  await world.ask(nadia, grading.adjustMember, {
    params: { ...place, studentId: elise.id },
    body: { revision: 2, adjustment: 50, reason: 'A conduit la démonstration finale.' },
  })
  return { course, nadia, elise, fatou, kevin, exam, project, params }
}

type Taking = { who: Someone; exam: { id: string; questionIds: string[] }; ticks: string[] }

export async function take(world: World, { who, exam, ticks }: Taking) {
  const device = 'poste-01:page-01'
  const { body } = await world.ask(who, sitting.startAttempt, { params: { examId: exam.id }, body: { device } })
  const params = { attemptId: body.id }
  const saved = ticks.flatMap((letters, index) => {
    const questionId = exam.questionIds[index] ?? ''
    const choices = pageIds(world, { questionId, letters: [...letters] })
    return letters === '' ? [] : { questionId, choices, flagged: false }
  })
  await world.ask(who, sitting.saveAnswers, {
    params,
    body: { ticks: saved.map((tick, index) => ({ ...tick, device, epoch: 1, sequence: index + 1 })) },
  })
  await world.ask(who, sitting.submitAttempt, { params })
}
