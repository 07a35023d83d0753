import { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import { finalise } from '#contract/assessment/finalisation.ts'
import { startAttempt, submitAttempt } from '#contract/attempts/sitting.ts'
import { confirmMaterial, getMaterial, stageMaterial } from '#contract/courses/materials.ts'
import { contest } from '#contract/grading/contestations.ts'
import { previewCorrection, recordCorrection } from '#contract/grading/corrections.ts'
import { getPracticeQuestion, listPractice } from '#contract/questions/practice.ts'
import { afterStart } from '#server/after-start.ts'
import { jobStatesOf } from '#server/platform/job-states.ts'
import { giveSign } from '#server/platform/replicas.ts'
import { startSession } from '#server/platform/sessions.ts'
import { stageDrafts } from '#server/questions/transfer/stage-import.ts'
import type { Site } from './site.ts'
import type { Someone } from './world.ts'

export type Place = {
  path: string
  who?: Someone
  /** The same page with something else to see. */
  also?: string
}

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1'

/**
 * The demonstration, and for each route a URL with content, and a person allowed to open it. Used by the accessibility
 * test and by the screenshots.
 */
export async function livedInPlaces(
  site: Site,
  /** Changes to make to the demonstration before anything is finalised or corrected. */
  change: (world: Site['world']) => Promise<void> = async () => undefined,
): Promise<Record<string, Place>> {
  const { world, origin } = site
  const { firstLink } = await afterStart(world.deps, { origin, demo: true })
  const { db, deps } = world
  const course = await db.course.findFirstOrThrow()
  const person = await db.person.create({
    data: {
      name: 'Nadia Berthelot',
      email: 'nadia.berthelot@exemple.fr',
      memberships: { create: { courseId: course.id, role: 'owner' } },
    },
  })
  const trainer: Someone = {
    id: person.id,
    name: person.name,
    ...(await startSession(deps, { personId: person.id, userAgent: firefox, address: '198.51.100.7' })),
  }
  await db.mailing.create({
    data: {
      ...{ courseId: course.id, kind: 'invitation', at: deps.now(), byId: person.id, byName: person.name },
      messages: {
        create: [
          { key: 'un', address: 'lea.martin@exemple.fr', state: 'sent', endedAt: deps.now() },
          { key: 'deux', address: 'marc.oliv@exemple.fr', state: 'refused', failure: 'refused', answer: '550 5.1.1' },
        ].map((one) => ({ ...one, at: deps.now(), nextAt: deps.now() })),
      },
    },
  })
  await db.ltiPlatform.create({
    data: {
      ...{ name: 'Moodle de l’école', issuer: 'https://moodle.exemple.fr', clientId: 'Fh2kQ9vTx0aLmPz' },
      ...{ authorizationUrl: 'https://moodle.exemple.fr/mod/lti/auth.php', frameOrigins: [] },
      ...{
        tokenUrl: 'https://moodle.exemple.fr/mod/lti/token.php',
        jwksUrl: 'https://moodle.exemple.fr/mod/lti/certs.php',
      },
      ...{ registeredBy: 'hand', createdAt: deps.now(), approvedAt: deps.now() },
      deployments: { create: [{ deploymentId: '1' }] },
      contexts: {
        create: [
          {
            deploymentId: '1',
            contextId: '4',
            title: 'M1 : orchestration',
            courseId: course.id,
            createdAt: deps.now(),
          },
          { deploymentId: '1', contextId: '7', title: 'M2 : réseaux', createdAt: deps.now() },
        ],
      },
    },
  })
  await db.ltiPlatform.create({
    data: {
      ...{ name: 'Canvas (canvas.exemple.fr)', issuer: 'https://canvas.exemple.fr', clientId: '10000000000001' },
      ...{ authorizationUrl: 'https://canvas.exemple.fr/api/lti/authorize_redirect', frameOrigins: [] },
      ...{
        tokenUrl: 'https://canvas.exemple.fr/login/oauth2/token',
        jwksUrl: 'https://canvas.exemple.fr/api/lti/security/jwks',
      },
      ...{ registeredBy: 'dynamic', createdAt: deps.now() },
    },
  })
  await db.apiToken.create({
    data: {
      ...{ personId: person.id, courseId: course.id, name: 'Scolarité', hint: 'bareme_Xq7p', scopes: ['read_results'] },
      ...{ tokenHash: new Uint8Array(32), expiresAt: new Date(deps.now().getTime() + 30 * 86_400_000) },
      ...{ lastUsedAt: deps.now(), lastAddress: '198.51.100.7' },
    },
  })
  await startSession(deps, { personId: person.id, userAgent: iPhone, address: '2001:db8:1:2:3:4:5:6' })
  await db.accountEvent.createMany({
    data: [
      { kind: 'right_given', address: '198.51.100.7', detail: { course: course.title, role: 'owner' } },
      { kind: 'sign_in_refused', address: '203.0.113.9' },
      { kind: 'signed_in', address: '198.51.100.7' },
    ].map((event) => ({ personId: person.id, userAgent: firefox, ...event })),
  })
  const asStudent = async (familyName: string): Promise<Someone> => {
    const { id, givenName } = await db.student.findFirstOrThrow({ where: { familyName } })
    return { id, name: givenName, ...(await startSession(deps, { studentId: id, userAgent: '' })) }
  }
  const [elise, louis, aya] = [await asStudent('Gautier'), await asStudent('Béranger'), await asStudent('Kouassi')]
  for (const job of ['collect_copies', 'mark']) jobStatesOf(deps).succeeded(job, deps.now())
  for (const job of ['release', 'release']) jobStatesOf(deps).failed(job, deps.now())
  await giveSign(deps, deps.now())
  await change(world)

  const finished = await db.exam.findFirstOrThrow({ where: { status: 'released' } })
  const open = await db.exam.findFirstOrThrow({ where: { status: 'open' } })
  const marked = await db.attempt.findFirstOrThrow({ where: { examId: finished.id, studentId: elise.id } })
  // Recommended, so that those who sit it in any browser are let in, and shown as such.
  const locked = { lockedBrowser: 'recommended', quitPassword: 'bcdfghjknprt' }
  await db.exam.update({ where: { id: open.id }, data: locked })
  const start = async (who: Someone) =>
    (await world.ask(who, startAttempt, { params: { examId: open.id }, body: { device: 'laptop01:page0001' } })).body.id
  const running = await start(louis)
  const submitted = await start(aya)
  await world.ask(aya, submitAttempt, { params: { attemptId: submitted } })
  const onPaper = await db.attempt.findFirstOrThrow({ where: { examId: open.id, status: 'ready' } })
  const question = await db.question
    .findFirstOrThrow({ where: { courseId: course.id, key: 'couches-partage' } })
    .catch(() => db.question.findFirstOrThrow({ where: { courseId: course.id } }))
  const asked = await tickedQuestionOf(site.world, running)
  const practised = await tickedPractice(site.world, elise)
  const material = await newVersionOfDeck(site.world, { trainer, courseId: course.id })
  const drafts = await switchAssistantOn(site.world, course.id)
  const project = await db.project.findFirst({ where: { courseId: course.id }, include: { teams: true } })

  await bindPlatform(site.world, { courseId: course.id, examId: finished.id })
  await contestOne(site.world, { who: elise, attemptId: marked.id, examId: finished.id })
  await finaliseSheet(site.world, { trainer, courseId: course.id })
  await correct(site.world, { trainer, courseId: course.id, examId: finished.id })

  const at = `/cours/${course.id}`
  const exam = `${at}/examens/${finished.id}`
  const staff = (path: string): Place => ({ path, who: trainer })
  return {
    '/': { path: '/' },
    '/connexion': { path: '/connexion' },
    '/lien': { path: `/lien#${firstLink?.split('#')[1] ?? ''}` },
    '/mes-examens': { path: '/mes-examens', who: elise },
    '/examens/:examId': { path: `/examens/${open.id}`, who: elise },
    '/navigateur/:examId': { path: `/navigateur/${open.id}` },
    '/copies/:attemptId/questions/:position': { path: `/copies/${running}/questions/${asked}`, who: louis },
    '/copies/:attemptId/verification': { path: `/copies/${running}/verification`, who: louis },
    '/copies/:attemptId/recu': { path: `/copies/${submitted}/recu`, who: aya },
    '/copies/:attemptId/correction': { path: `/copies/${marked.id}/correction`, who: elise },
    '/copies/:attemptId/erreurs': { path: `/copies/${marked.id}/erreurs`, who: elise },
    '/entrainement': { path: '/entrainement', who: elise },
    '/entrainement/examen-blanc': { path: '/entrainement/examen-blanc', who: elise },
    '/entrainement/:section/:position': { path: `/entrainement/${practised}/1`, who: elise },
    '/mes-projets/:projectId': { path: `/mes-projets/${project?.id}`, who: elise },
    '/mon-bilan': { path: '/mon-bilan', who: elise },
    '/compte': staff('/compte'),
    '/compte/connexions': staff('/compte/connexions'),
    '/etat-du-service': staff('/etat-du-service'),
    '/plateformes': staff('/plateformes'),
    '/lti/lancement/:launchId': { path: `/lti/lancement/${person.id}` },
    '/lti/refus': { path: '/lti/refus?raison=unknown_deployment&detail=12' },
    '/compte/jetons': staff('/compte/jetons'),
    '/compte/second-facteur': staff('/compte/second-facteur'),
    '/cours': staff('/cours'),
    '/cours/:courseId': staff(at),
    '/cours/:courseId/reglages': staff(`${at}/reglages`),
    '/cours/:courseId/etudiants/plateforme': staff(`${at}/etudiants/plateforme`),
    '/cours/:courseId/examens/:examId/plateforme': staff(`${exam}/plateforme`),
    '/cours/:courseId/evaluation/plateforme': staff(`${at}/evaluation/plateforme`),
    '/cours/:courseId/conservation': staff(`${at}/conservation?personne=${aya.id}`),
    '/cours/:courseId/annee-suivante': staff(`${at}/annee-suivante`),
    '/cours/:courseId/equipe': staff(`${at}/equipe`),
    '/cours/:courseId/messages': staff(`${at}/messages`),
    '/cours/:courseId/etudiants': staff(`${at}/etudiants`),
    '/cours/:courseId/etudiants/import': staff(`${at}/etudiants/import`),
    '/cours/:courseId/etudiants/codes': staff(`${at}/etudiants/codes`),
    '/cours/:courseId/etudiants/nouveau': staff(`${at}/etudiants/nouveau`),
    '/cours/:courseId/etudiants/:studentId': staff(`${at}/etudiants/${aya.id}`),
    '/cours/:courseId/plan': staff(`${at}/plan`),
    '/cours/:courseId/texte': staff(`${at}/texte`),
    '/cours/:courseId/materiel': staff(`${at}/materiel`),
    '/cours/:courseId/materiel/:materialId': staff(`${at}/materiel/${material}`),
    '/cours/:courseId/questions': staff(`${at}/questions`),
    '/cours/:courseId/questions/couverture': staff(`${at}/questions/couverture`),
    '/cours/:courseId/questions/import': {
      ...staff(`${at}/questions/import`),
      also: `${at}/questions/import?brouillons=${drafts}`,
    },
    '/cours/:courseId/questions/a-relire': staff(`${at}/questions/a-relire`),
    '/cours/:courseId/questions/nouvelle': staff(`${at}/questions/nouvelle`),
    '/cours/:courseId/questions/:questionId': staff(`${at}/questions/${question.id}`),
    '/cours/:courseId/questions/:questionId/modifier': staff(`${at}/questions/${question.id}/modifier`),
    '/cours/:courseId/questions/:questionId/versions': staff(`${at}/questions/${question.id}/versions`),
    '/cours/:courseId/livret': staff(`${at}/livret?examen=${finished.id}&corrige=oui`),
    '/cours/:courseId/examens': staff(`${at}/examens`),
    '/cours/:courseId/examens/import': staff(`${at}/examens/import`),
    '/cours/:courseId/examens/restauration': staff(`${at}/examens/restauration`),
    '/cours/:courseId/examens/:examId': staff(`${at}/examens/${open.id}`),
    '/cours/:courseId/examens/:examId/apercu': staff(`${exam}/apercu`),
    '/cours/:courseId/examens/:examId/repetition': staff(`${at}/examens/${open.id}/repetition`),
    '/cours/:courseId/examens/:examId/surveillance': staff(`${at}/examens/${open.id}/surveillance`),
    '/cours/:courseId/examens/:examId/importer-copie': staff(`${at}/examens/${open.id}/importer-copie`),
    '/cours/:courseId/examens/:examId/proces-verbal': staff(`${at}/examens/${open.id}/proces-verbal`),
    '/cours/:courseId/examens/:examId/emargement': staff(`${at}/examens/${open.id}/emargement`),
    '/cours/:courseId/examens/:examId/papier': staff(`${at}/examens/${open.id}/papier?copie=${onPaper.id}`),
    // A single student, so that the sheets are the same at each run.
    '/cours/:courseId/examens/:examId/papier/imprimer': staff(
      `${at}/examens/${open.id}/papier/imprimer?quoi=tout&copie=${onPaper.id}`,
    ),
    '/cours/:courseId/examens/:examId/resultats': {
      ...staff(`${exam}/resultats`),
      also: `${exam}/resultats?vue=questions`,
    },
    '/cours/:courseId/examens/:examId/copies/:attemptId': staff(`${exam}/copies/${marked.id}`),
    '/cours/:courseId/examens/:examId/copies/:attemptId/journal': staff(`${exam}/copies/${marked.id}/journal`),
    '/cours/:courseId/examens/:examId/statistiques': staff(`${exam}/statistiques`),
    '/cours/:courseId/examens/:examId/contestations': staff(`${exam}/contestations`),
    '/cours/:courseId/examens/:examId/corrections': staff(`${exam}/corrections?question=3`),
    '/cours/:courseId/examens/:examId/corrections/:number': staff(`${exam}/corrections/2`),
    '/cours/:courseId/projets': staff(`${at}/projets`),
    '/cours/:courseId/projets/:projectId': staff(`${at}/projets/${project?.id}`),
    '/cours/:courseId/projets/:projectId/import': staff(`${at}/projets/${project?.id}/import`),
    '/cours/:courseId/projets/:projectId/enonce': staff(`${at}/projets/${project?.id}/enonce`),
    '/cours/:courseId/projets/:projectId/remises': staff(`${at}/projets/${project?.id}/remises`),
    '/cours/:courseId/projets/:projectId/grille': staff(`${at}/projets/${project?.id}/grille`),
    '/cours/:courseId/projets/:projectId/equipes/:teamId': staff(
      `${at}/projets/${project?.id}/equipes/${project?.teams[0]?.id}`,
    ),
    '/cours/:courseId/evaluation': staff(`${at}/evaluation`),
    '/cours/:courseId/evaluation/import': staff(`${at}/evaluation/import`),
    '/cours/:courseId/evaluation/proces-verbaux/:number': staff(`${at}/evaluation/proces-verbaux/1`),
    '/cours/:courseId/journal': staff(`${at}/journal`),
    '/cours/:courseId/fichiers/profils': staff(`${at}/fichiers/profils`),
    '/cours/:courseId/fichiers/profils/:profileId': staff(`${at}/fichiers/profils/nouveau?fichier=final_sheet`),
    '/cours/:courseId/fichiers/remplir': staff(`${at}/fichiers/remplir`),
    '/cours/:courseId/fichiers': staff(`${at}/fichiers`),
    '/guide': { ...staff(`/guide?cours=${course.id}`), also: '/guide?recherche=reseau' },
    '/guide/:page': staff(`/guide/feuille-finale?cours=${course.id}`),
    '/tester-mon-poste': { path: '/tester-mon-poste' },
    '/aide': { path: '/aide' },
    '/accessibilite': { path: '/accessibilite' },
    '/confidentialite': { path: '/confidentialite' },
    '/design': staff('/design'),
  }
}

/** A deck in the course, and its next version, which waits to be confirmed. */
async function newVersionOfDeck({ ask }: Site['world'], { trainer, courseId }: { trainer: Someone; courseId: string }) {
  const params = { courseId }
  const stage = async (text: string) => {
    const base64 = Buffer.from(text).toString('base64')
    return (await ask(trainer, stageMaterial, { params, body: { name: 'securite.md', base64 } })).body.id
  }
  const deck = `# Sécurité des conteneurs

## Secrets

Un secret est monté dans le conteneur ; il n’est jamais écrit dans l’image.

| Où | Ce qui se voit |
|---|---|
| variable d’environnement | \`docker inspect\` la montre |
| fichier monté | seul le conteneur la lit |

## Utilisateur

Un processus qui n’est pas root ne peut pas tout casser.
`
  const materialId = await stage(deck)
  const { body: read } = await ask(trainer, getMaterial, { params: { ...params, materialId } })
  const body = {
    ...{ title: read.title, outline: read.outline, replaces: null, roles: read.parts.map(({ role }) => role) },
    first: { kind: 'new' as const, title: read.title },
  }
  await ask(trainer, confirmMaterial, { params: { ...params, materialId }, body })
  return stage(
    `${deck.replace('pas tout casser', 'écrire que chez lui')}\n## Images signées\n\nUne signature dit qui a fait l’image.\n`,
  )
}

/** An assistant that is allowed and answers, and drafts of it that wait to be accepted. */
async function switchAssistantOn({ db, deps, now }: Site['world'], courseId: string) {
  const limits = { longestMs: 120_000, silenceMs: 30_000 }
  const assistant = { url: 'https://assistant.exemple.fr/v1', model: 'modele-de-l-ecole', key: null, ...limits }
  Object.assign(deps.settings, { assistant })
  await db.course.update({ where: { id: courseId }, data: { assistantHost: 'assistant.exemple.fr' } })
  const drafting = { section: 'secrets', title: 'Secrets', count: 10 }
  const batch = {
    ...{ courseId, byName: 'Nadia Berthelot', kind: 'assistant', label: assistant.model, state: 'drafting', drafting },
    ...{ at: now(), done: 1_840, total: 4 },
  }
  const { id: batchId } = await db.questionBatch.create({ data: batch })
  await stageDrafts(deps, { courseId, batchId, section: drafting.section, answer: draftedAnswer })
  // Its server says every few seconds that it still waits: here, for as long as the pages are looked at.
  await db.questionBatch.create({ data: { ...batch, at: new Date(now().getTime() + 86_400_000) } })
  return batchId
}

const draftedAnswer = `section: secrets
questions:
  - id: secrets-montage
    type: single
    difficulty: medium
    level: understand
    seconds: 60
    source: { heading: Secrets, quote: il n’est jamais écrit dans l’image }
    stem: Comment un conteneur reçoit-il un secret sans que son image le garde ?
    choices:
      - { text: Par un fichier monté au démarrage, correct: true, feedback: L’image ne le contient pas. }
      - { text: Par une couche de son image, feedback: Une couche se lit toujours. }
      - { text: Par une étiquette de son image, feedback: Une étiquette est publique. }
    explanation: Un secret monté reste hors de l’image, que chacun peut lire.
`

type Contested = { who: Someone; attemptId: string; examId: string }

/** A contestation by a student, without a reply yet. */
async function contestOne({ ask, db, now }: Site['world'], { who, attemptId, examId }: Contested) {
  const contestableUntil = new Date(now().getTime() + 86_400_000)
  await db.exam.update({ where: { id: examId }, data: { contestableUntil } })
  const { id: questionId } = await db.examQuestion.findFirstOrThrow({ where: { examId, position: 2 } })
  const body = { reason: 'La couche d’origine garde les fichiers : ma réponse est dans le cours.' }
  await ask(who, contest, { params: { attemptId, questionId }, body })
}

/** A finalised sheet, then a correction after it, so that the record and the differences have content. */
async function finaliseSheet({ ask }: Site['world'], { trainer, courseId }: { trainer: Someone; courseId: string }) {
  const params = { courseId }
  const finalised = async () => {
    const { fingerprint } = (await ask(trainer, getFinalSheet, { params })).body
    return ask(trainer, finalise, { params, body: { fingerprint, released: true } })
  }
  const first = await finalised()
  // The jobs of the server may mark a last copy in between.
  const { status, body } = first.status === 200 ? first : await finalised()
  if (status !== 200) throw new Error(`the demonstration’s sheet cannot be finalised: ${JSON.stringify(body)}`)
}

type Corrected = { trainer: Someone; courseId: string; examId: string }

/** A question neutralised after the marks were released, so that its record has content. */
async function correct({ ask, db }: Site['world'], { trainer, ...params }: Corrected) {
  const question = await db.examQuestion.findFirstOrThrow({ where: { examId: params.examId, position: 4 } })
  const decision = {
    change: { kind: 'neutralise' as const, questionId: question.id, how: 'full' as const },
    policy: { kind: 'full' as const },
  }
  const { fingerprint } = (await ask(trainer, previewCorrection, { params, body: decision })).body
  const reason = 'Énoncé ambigu, signalé par deux étudiants.'
  await ask(trainer, recordCorrection, { params, body: { ...decision, reason, fingerprint } })
}

/** Whether one answers by ticking choices: a copy draws questions of every type. */
const isTicked = ({ type }: { type: string }) => type === 'single' || type === 'multiple'

/** The place in a copy of its first question that is ticked. */
async function tickedQuestionOf({ db }: Site['world'], attemptId: string) {
  const { paper, examId } = await db.attempt.findUniqueOrThrow({ where: { id: attemptId } })
  const questions = await db.examQuestion.findMany({ where: { examId } })
  const ticked = new Set(questions.filter(({ content }) => isTicked(content)).map(({ id }) => id))
  const place = paper.findIndex(({ questionId }) => ticked.has(questionId))
  if (place < 0) throw new Error('no question of this copy is ticked')
  return place + 1
}

/** A section whose practice begins with a question that is ticked. */
async function tickedPractice({ ask }: Site['world'], who: Someone) {
  const { body } = await ask(who, listPractice, {})
  for (const { id, questionIds } of body.sections) {
    const first = await ask(who, getPracticeQuestion, { params: { questionId: questionIds[0] ?? '' } })
    if (isTicked(first.body)) return id
  }
  throw new Error('no section has its practice begin with a question that is ticked')
}

/** A learning platform bound to the course: it has some marks of the exam, refused one, and does not know everybody. */
async function bindPlatform({ db, now }: Site['world'], { courseId, examId }: { courseId: string; examId: string }) {
  const moodle = 'https://moodle.exemple.fr'
  const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope'
  const platform = await db.ltiPlatform.create({
    data: {
      ...{ issuer: moodle, clientId: 'Xq7pB2c', name: 'Moodle de l’école', registeredBy: 'dynamic', frameOrigins: [] },
      ...{ authorizationUrl: `${moodle}/mod/lti/auth.php`, tokenUrl: `${moodle}/mod/lti/token.php` },
      ...{ jwksUrl: `${moodle}/mod/lti/certs.php`, createdAt: now(), approvedAt: now() },
      deployments: { create: { deploymentId: '1' } },
    },
  })
  const context = await db.ltiContext.create({
    data: {
      ...{ platformId: platform.id, deploymentId: '1', contextId: '42', title: 'M1 Orchestration, groupe A' },
      ...{ courseId, boundAt: now(), createdAt: now(), nrpsUrl: `${moodle}/mod/lti/services.php/42/memberships` },
      ...{ lineItemsUrl: `${moodle}/mod/lti/services.php/42/lineitems`, scopes: [`${ags}/lineitem`, `${ags}/score`] },
    },
  })
  const marked = await db.attempt.findMany({
    where: { examId, markedAt: { not: null } },
    include: { marks: true },
    take: 8,
  })
  await db.externalIdentity.createMany({
    data: marked.map(({ studentId }, at) => ({ source: `lti:${platform.id}`, subject: `${1000 + at}`, studentId })),
  })
  const column = await db.ltiColumn.create({
    data: { ...{ contextId: context.id, examId, createdAt: now(), nextAt: now(), failure: 'limited', answer: '429' } },
  })
  await db.ltiScore.createMany({
    data: marked.slice(0, 5).map(({ studentId, marks }, at) => ({
      ...{ columnId: column.id, studentId, userId: `${1000 + at}`, mark: marks[0]?.mark ?? null, outOf: 2000 },
      ...(at === 4
        ? { state: 'refused', failure: 'refused', answer: '400' }
        : { state: 'sent', sentMark: marks[0]?.mark ?? null, sentOutOf: 2000, sentAt: now() }),
    })),
  })
}
