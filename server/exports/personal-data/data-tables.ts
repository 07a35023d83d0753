import { type Cell, excelFr, toCsvLine } from '#core/csv.ts'
import type { BrowserStanding } from '#core/exams/locked-browser.ts'
import { formatMark } from '#core/points.ts'
import type { RationalText } from '#core/rational.ts'
import { exactCell, instantCell, markCell, numberCell, textCell } from '../csv-file.ts'
import { fileWords } from '../words.ts'
import type { PersonalData } from './read-personal-data.ts'

export type DataTable = { path: string; titles: string[]; rows: Cell[][] }
type Copy = PersonalData['copies'][number]

const words = fileWords.fr
const yesNo = (value: boolean) => textCell(value ? 'oui' : 'non')

/** The same data as tables, for a French Excel; empty tables are left out. */
export function tablesOf(data: PersonalData): DataTable[] {
  const tables = [identity(data), copies(data), answers(data), journal(data), events(data), questions(data)]
  const others = [
    messages(data),
    contestations(data),
    attendances(data),
    overrides(data),
    browsers(data),
    projects(data),
    handIns(data),
    finalGrade(data),
  ]
  return [...tables, ...others].filter(({ rows }) => rows.length > 0)
}

export const csvOf = ({ titles, rows }: DataTable) =>
  excelFr.start + [titles.map(textCell), ...rows].map((cells) => toCsvLine(cells, excelFr)).join('')

function identity({ identity: { familyName, givenName, number, email, group, createdAt }, course }: PersonalData) {
  return {
    path: 'identite.csv',
    titles: [words.familyName, words.givenName, words.number, words.email, words.group, 'Inscription'],
    rows: [
      [
        ...[familyName, givenName, number ?? '', email ?? '', group].map(textCell),
        instantCell(createdAt, course.timeZone),
      ],
    ],
  }
}

const perCopy = (data: PersonalData, rowsOf: (copy: Copy, at: (instant: Date | string | null) => Cell) => Cell[][]) =>
  data.copies.flatMap((copy) =>
    rowsOf(copy, (instant) => instantCell(instant, data.course.timeZone)).map((row) => [textCell(copy.exam), ...row]),
  )

const copies = (data: PersonalData): DataTable => ({
  path: 'copies.csv',
  titles: ['Examen', words.status, words.startedAt, words.closedAt, 'Note', 'Sur'],
  rows: perCopy(data, ({ status, startedAt, closedAt, marking }, at) => [
    [
      textCell(words.attempt[status]),
      ...[at(startedAt), at(closedAt), markCell(marking?.mark ?? null), markCell(marking?.outOf ?? null)],
    ],
  ]),
})

const answers = (data: PersonalData): DataTable => ({
  path: 'reponses.csv',
  titles: ['Examen', words.position, words.answer, words.certainty, 'À revoir', words.savedAt],
  rows: perCopy(data, (copy, at) =>
    copy.answers.map(({ position, letters, certainty, flagged, savedAt }) => [
      ...[numberCell(position), textCell(letters), numberCell(certainty), yesNo(flagged), at(savedAt)],
    ]),
  ),
})

const standings: Record<Copy['journal'][number]['standing'], string> = {
  in_time: 'dans le temps',
  late: 'hors délai, à décider',
  late_accepted: 'hors délai, acceptée',
  late_refused: 'hors délai, refusée',
}

const journal = (data: PersonalData): DataTable => ({
  path: 'journal.csv',
  titles: ['Examen', 'Reçue le', words.position, words.answer, words.certainty, 'À revoir', 'Appareil', words.status],
  rows: perCopy(data, (copy, at) =>
    copy.journal.map(({ receivedAt, position, letters, certainty, flagged, deviceNumber, standing }) => [
      ...[at(receivedAt), numberCell(position), textCell(letters), numberCell(certainty), yesNo(flagged)],
      ...[numberCell(deviceNumber), textCell(standings[standing])],
    ]),
  ),
})

const events = (data: PersonalData): DataTable => ({
  path: 'evenements.csv',
  titles: ['Examen', words.at, 'Événement', words.reason],
  rows: perCopy(data, (copy, at) =>
    copy.events.map(({ at: when, type, reason }) => [at(when), textCell(type), textCell(reason)]),
  ),
})

const questions = (data: PersonalData): DataTable => ({
  path: 'questions.csv',
  titles: ['Examen', words.position, words.question, 'Choix', 'Bonnes réponses', words.points, 'Sur', 'Explication'],
  rows: perCopy(data, (copy) =>
    (copy.marking?.questions ?? []).map(({ position, stem, choices, earned, points, explanation }) => [
      ...[numberCell(position), textCell(stem)],
      textCell(choices.map(({ letter, text }) => `${letter}. ${text}`).join('\n')),
      textCell(choices.flatMap(({ letter, correct }) => (correct ? letter : [])).join(' ')),
      ...[markCell(earned), markCell(points), textCell(explanation ?? '')],
    ]),
  ),
})

const messages = (data: PersonalData): DataTable => ({
  path: 'messages.csv',
  titles: ['Examen', 'Envoyé le', 'Lu le', 'Message'],
  rows: perCopy(data, (copy, at) =>
    copy.messages.map(({ text, sentAt, readAt }) => [at(sentAt), at(readAt), textCell(text)]),
  ),
})

const contestations = (data: PersonalData): DataTable => ({
  path: 'contestations.csv',
  titles: ['Examen', words.position, words.at, words.reason, 'Retenue', 'Réponse donnée', 'Répondu le'],
  rows: perCopy(data, (copy, at) =>
    copy.contestations.map(({ position, createdAt, reason, answer }) => [
      ...[numberCell(position), at(createdAt), textCell(reason)],
      ...[answer ? yesNo(answer.isUpheld === true) : textCell(''), textCell(answer?.answer ?? '')],
      at(answer?.answeredAt ?? null),
    ]),
  ),
})

const statusText = (status: string) => textCell((words.entry as Record<string, string>)[status] ?? status)

const attendances = ({ attendances: noted, course }: PersonalData): DataTable => ({
  path: 'presences.csv',
  titles: ['Examen', words.status, words.reason, words.at],
  rows: noted.map(({ exam, status, reason, at }) => [
    ...[textCell(exam), statusText(status), textCell(reason), instantCell(at, course.timeZone)],
  ]),
})

const overrides = ({ candidacies, course }: PersonalData): DataTable => ({
  path: 'derogations.csv',
  titles: ['Examen', 'Ouverture', 'Fermeture', 'Minutes en plus', 'Salle', words.reason, words.at],
  rows: candidacies
    .filter(({ reason }) => reason !== '')
    .map(({ exam, opensAt, closesAt, minutes, room, reason, at }) => [
      ...[textCell(exam), instantCell(opensAt, course.timeZone), instantCell(closesAt, course.timeZone)],
      ...[numberCell(minutes), textCell(room), textCell(reason), instantCell(at, course.timeZone)],
    ]),
})

const browsers = ({ browsers: seen, course }: PersonalData): DataTable => ({
  path: 'navigateur.csv',
  titles: ['Examen', words.status, words.reason, words.at, 'Refusé le', 'Autre navigateur le', 'Dispense retirée le'],
  rows: seen.map(({ exam, standing, why, at, refusedAt, outsideAt, withdrawnAt }) => [
    ...[textCell(exam), textCell(browserWords[standing as BrowserStanding] ?? standing), textCell(why)],
    ...[at, refusedAt, outsideAt, withdrawnAt].map((instant) => instantCell(instant, course.timeZone)),
  ]),
})

const browserWords: Readonly<Record<BrowserStanding, string>> = {
  inside: 'dans Safe Exam Browser',
  outside: 'dans un autre navigateur',
  excused: 'dispensé',
  refused: 'refusé',
}

const projects = (data: PersonalData): DataTable => ({
  path: 'projets.csv',
  titles: [
    'Projet',
    words.team,
    'Critère',
    'Niveau',
    'Commentaire',
    words.factor,
    words.adjustment,
    words.reason,
    words.markOn('20'),
    words.working,
  ],
  rows: data.projects.flatMap(({ title, team, criteria, comment, factor, adjustment, reason, mark, working }) => [
    ...criteria.map((one) => [
      ...[title, team, one.title, one.level, one.comment].map(textCell),
      ...[exactCell(null), markCell(null), textCell(''), markCell(null), textCell('')],
    ]),
    [
      ...[title, team, '', '', comment].map(textCell),
      ...[exactCell(factor), markCell(adjustment), textCell(reason), markCell(mark), textCell(working?.fr ?? '')],
    ],
  ]),
})

const handIns = ({ handIns: all, course }: PersonalData): DataTable => ({
  path: 'remises.csv',
  titles: ['Projet', words.at, 'Adresse', 'Commit ou tag', 'Fichier', 'SHA-256', 'Par vous'],
  rows: all.map(({ project, at, url, reference, fileName, fileHash, isOwn }) => [
    ...[textCell(project), instantCell(at, course.timeZone), textCell(url), textCell(reference)],
    ...[textCell(fileName), textCell(fileHash), yesNo(isOwn)],
  ]),
})

const finalGrade = ({ finalGrade: grade }: PersonalData): DataTable => ({
  path: 'evaluation-finale.csv',
  titles: ['Composante', words.status, words.markOn(formatMark(2000, 'fr')), 'Rattrapage', words.reason],
  rows: (grade?.components ?? []).map(({ name, status, mark, retake, reason }) => [
    ...[textCell(name), statusText(status), exactCell(mark as RationalText | null)],
    ...[exactCell(retake as RationalText | null), textCell(reason)],
  ]),
})
