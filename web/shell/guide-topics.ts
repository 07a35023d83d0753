import { at } from '#web/addresses.ts'
import { siteAt } from '#web/student-addresses.ts'

type Place = { page: string; topic: string }

const day = (topic: string): Place => ({ page: 'jour-d-examen', topic })
const first = (topic: string): Place => ({ page: 'premier-cours', topic })
const sheet = (topic: string): Place => ({ page: 'feuille-finale', topic })
const project = (topic: string): Place => ({ page: 'projet', topic })

const course = at.course(':courseId')
const exam = course.exam(':examId')
const inProject = course.project(':projectId')

/** What the guide says about each route of a trainer: the topic, or the part, that its « Guide » link leads to. */
export const guideTopics: Readonly<Record<string, Place>> = {
  [siteAt.tokens]: first('jetons-d-api'),
  [at.platforms]: { page: 'plateforme-de-cours', topic: 'enregistrer-la-plateforme' },
  [at.courses]: first('vue-d-ensemble'),
  [course.home]: first('vue-d-ensemble'),
  [course.settings]: first('regler-le-cours'),
  [course.letters]: first('messages'),
  [course.team]: day('a-plusieurs'),
  [course.nextYear]: first('reprendre-le-cours'),
  [course.students]: first('classe'),
  [course.importStudents]: first('importer-la-classe'),
  [course.newStudent]: first('classe'),
  [course.codes]: first('remettre-les-codes'),
  [course.student(':studentId')]: day('code-perdu'),
  [course.outline]: first('ecrire-le-plan'),
  [course.text]: first('lire-le-texte'),
  [course.materials]: first('ajouter-un-support'),
  [course.material(':materialId')]: first('ajouter-un-support'),
  [course.questions]: first('ecrire-des-questions'),
  [course.coverage]: first('verifier-la-couverture'),
  [course.importQuestions]: first('importer-des-questions'),
  [course.exams]: first('composer-l-examen'),
  [exam.page]: day('avant'),
  [exam.rehearsal]: day('la-veille'),
  [exam.monitor]: day('pendant'),
  [exam.importCopy]: day('reseau-de-la-salle'),
  [exam.minutes]: day('avant-de-partir'),
  [exam.paper]: day('sans-ordinateur'),
  [exam.results]: day('relire-et-publier'),
  [exam.statistics]: day('relire-et-publier'),
  [exam.contestations]: day('contestation'),
  [exam.corrections]: day('question-fausse'),
  [course.projects]: project('creer-le-projet'),
  [inProject.page]: project('preparer-le-projet'),
  [inProject.importTeams]: project('former-les-equipes'),
  [inProject.brief]: project('ecrire-l-enonce'),
  [inProject.handIns]: project('suivre-les-remises'),
  [inProject.rubric]: project('ecrire-la-grille'),
  [inProject.team(':teamId')]: project('noter-une-equipe'),
  [course.finalSheet]: sheet('composer-la-note'),
  [course.importSheet]: sheet('importer-la-feuille'),
  [course.record(':number')]: sheet('finaliser'),
  [course.files]: sheet('exporter-les-notes'),
  [course.profiles]: sheet('exporter-les-notes'),
}
