import type { FileReply } from '#contract/endpoint.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { findStudent } from '#server/students/queries.ts'
import { dayOf } from '../csv-file.ts'
import { csvOf, type DataTable, tablesOf } from './data-tables.ts'
import { type PersonalData, readPersonalData } from './read-personal-data.ts'
import { studentScope } from './student-scope.ts'
import { trainerScope } from './trainer-scope.ts'

/** The personal data of a student, for the student. */
export async function exportMyData(deps: Deps, caller: StudentCaller): Promise<FileReply> {
  const { courseId, studentId } = caller
  const { group } = await findStudent(deps.db, { courseId, studentId })
  const data = await readPersonalData(deps, { courseId, studentId, scope: studentScope(deps, { caller, group }) })
  return fileOf(deps, { data, name: 'Mes données', scope: forStudent })
}

/** The same for their trainer, unreleased data included. */
export async function exportStudentData(deps: Deps, who: { courseId: string; studentId: string }): Promise<FileReply> {
  const data = await readPersonalData(deps, { ...who, scope: trainerScope(deps, who) })
  const { givenName, familyName } = data.identity
  return fileOf(deps, { data, name: `Données de ${givenName} ${familyName}`, scope: forTrainer })
}

type FileInput = { data: PersonalData; name: string; scope: string }

async function fileOf(deps: Deps, { data, name, scope }: FileInput): Promise<FileReply> {
  const takenAt = deps.now()
  const tables = tablesOf(data)
  const bytes = (text: string) => Buffer.from(text, 'utf8')
  const { identity } = data
  const said = { who: `${identity.givenName} ${identity.familyName}`, course: data.course.title, scope, tables }
  const files = [
    { path: 'LISEZ-MOI.txt', bytes: bytes(readMe({ ...said, day: dayOf(takenAt, data.course.timeZone) })) },
    { path: 'donnees.json', bytes: bytes(`${JSON.stringify({ takenAt, ...data }, null, 2)}\n`) },
    ...tables.map((table) => ({ path: table.path, bytes: bytes(csvOf(table)) })),
  ]
  return {
    name: `${name} - ${data.course.title} - ${dayOf(takenAt, data.course.timeZone)}.zip`,
    type: 'application/zip',
    content: await zip(files),
  }
}

const forStudent =
  'Les notes, les corrections et les réponses aux contestations y figurent une fois publiées ; demandez un nouveau fichier après la publication.'
const forTrainer =
  'Version du formateur : elle contient aussi ce qui n’est pas publié (notes, bonnes réponses, explications, journal des modifications). Ne la remettez pas telle quelle à l’étudiant avant la publication.'

type Said = { who: string; course: string; scope: string; tables: DataTable[]; day: string }

const readMe = ({ who, course, scope, tables, day }: Said) =>
  [
    'DONNÉES PERSONNELLES',
    `${who}, cours « ${course} », le ${day}`,
    '',
    scope,
    '',
    'donnees.json : tout, pour un programme ; les notes et les points en centièmes, les heures en temps universel.',
    ...tables.map(({ path, titles }) => `${path} : ${titles.join(', ')}.`),
    '',
    'Les fichiers .csv s’ouvrent dans un Excel français ; leurs heures sont celles du cours.',
    'Une lettre (A, B…) est la place d’un choix sur la copie. L’énoncé des questions n’y est que si la copie corrigée peut être lue.',
    '',
    'This file holds what is kept about this student: everything in donnees.json, the same as tables in the .csv files.',
    '',
  ].join('\r\n')
