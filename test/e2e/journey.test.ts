import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProject, setProjectTerms } from '#contract/projects/projects.ts'
import { createTeam, setMembers } from '#contract/projects/teams.ts'
import { afterStart } from '#server/after-start.ts'
import { answerIdOf } from '#server/questions/choice-ids.ts'
import { countedHand, tableOf } from '#test/setup/counted-hand.ts'
import { startProcess } from '#test/setup/process.ts'
import { openSite, type Site } from '#test/setup/site.ts'

/**
 * The whole journey, from the first sign-in link to the bytes of the files: one trainer, two students, the real course.
 */
let site: Site
let firstLink: string
beforeAll(async () => {
  site = await openSite()
  firstLink = (await afterStart(site.world.deps, { origin: site.origin, demo: false })).firstLink ?? ''
}, 120_000)
afterAll(() => site?.close())

const roster = [
  'Nom;Prénom;E-mail;Numéro;Groupe;Temps majoré',
  'Gautier;Élise;elise.gautier@exemple.fr;000042;A;',
  'N’Diaye;Fatou;fatou.ndiaye@exemple.fr;000007;B;4/3',
  '=cmd|calc;Kevin;kevin@exemple.fr;000099;B;',
  // Absent all along, as Kevin.
  ...['Bonnet;Lou', 'Kone;Awa', 'Petit;Hugo', 'Silva;Rui'].map((name, index) => `${name};;00010${index};A;`),
].join('\r\n')

const button = (page: Pick<Page, 'getByRole'>, name: RegExp | string) => page.getByRole('button', { name })
const heading = (page: Page, name: RegExp | string) => page.getByRole('heading', { level: 1, name })

async function fillCodes(page: Page, { joinCode, personalCode }: { joinCode: string; personalCode: string }) {
  await page.goto('/')
  await page.getByLabel('Code de l’examen').fill(joinCode)
  await page.getByLabel('Code personnel').fill(personalCode)
  await button(page, 'Voir les consignes').click()
}

/** Answers the displayed question rightly or wrongly, finding the right choice in the database. */
async function answer(page: Page, wants: 'right' | 'wrong') {
  const [, attemptId = '', position = ''] = /copies\/([^/]+)\/questions\/(\d+)/.exec(page.url()) ?? []
  const { paper } = await site.world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })
  const line = (paper as { questionId: string; choiceIds: string[] }[])[Number(position) - 1]
  const questionId = line?.questionId ?? ''
  const { content } = await site.world.db.examQuestion.findUniqueOrThrow({ where: { id: questionId } })
  const { choices, type } = content
  const wanted = choices.filter(({ correct }) => correct === (wants === 'right'))
  const given = wants === 'right' ? wanted : wanted.slice(0, 1)
  if (type === 'exact_answer') return page.locator('.exact__input:visible').fill(given[0]?.text ?? 'faux')
  if (type === 'ordering') return putInOrder(page, wants === 'right' ? given.map(({ text }) => text) : [])
  for (const { id, part } of given) {
    if (part === undefined) {
      const shown = page.locator('fieldset input').nth(line?.choiceIds.indexOf(id) ?? -1)
      await shown.check({ force: true })
    } else {
      const list = page.locator('fieldset select:visible').nth(Number(part) - 1)
      await list.selectOption(answerIdOf(site.world.deps, { questionId, type, id }))
    }
  }
}

/** Types the letters of the items in this order; without one, keeps the order of the copy, which is never the right one. */
async function putInOrder(page: Page, items: readonly string[]) {
  if (items.length === 0) return button(page, 'Garder cet ordre').click()
  const rows = page.locator('.ordering__row:visible')
  await rows.first().waitFor()
  const texts = await rows.locator('.ordering__text').allTextContents()
  const letters = await rows.locator('.ordering__letter').allTextContents()
  const said = items.map((item) => letters[texts.map((text) => text.trim()).indexOf(item.replaceAll('`', ''))])
  await page.locator('.ordering__letters input:visible').fill(said.join(''))
}

it('goes from the first sign-in to the files by clicks alone, through the hands of a trainer and two students', {
  timeout: 240_000,
}, async () => {
  const { db } = site.world
  const trainer = await site.visitor(undefined, { viewport: { width: 1280, height: 800 } })
  const hand = countedHand(trainer)
  const menu = trainer.getByRole('navigation', { name: 'Principale' })
  const dialog = trainer.getByRole('dialog')
  const link = (name: RegExp | string) => trainer.getByRole('link', { name })

  // The trainer signs in by the link, which works once.
  hand.step('Sign in by the link')
  await trainer.goto(firstLink)
  await hand.type(trainer.getByLabel('Nom affiché'), 'Nadia Berthelot')
  await hand.type(trainer.getByLabel('Adresse e-mail'), 'nadia@exemple.fr')
  await hand.type(trainer.getByLabel('Mot de passe', { exact: true }), 'quatre chevaux dans la neige')
  await hand.click(button(trainer, 'Entrer dans Barème'))
  await heading(trainer, 'Orchestration et conteneurs').waitFor()
  const courseId = /cours\/([0-9a-f-]+)/.exec(trainer.url())?.[1] ?? ''
  expect(courseId).not.toBe('')

  // The class: pasted, previewed, then written; codes are displayed once.
  hand.step('Import the class')
  await hand.click(link('Importer la classe'))
  await hand.check(trainer.getByRole('radio', { name: 'Coller' }))
  await hand.paste(trainer.getByLabel('Lignes copiées'), roster)
  await trainer.getByText('N’Diaye').first().waitFor()
  expect(await db.student.count()).toBe(0)
  await hand.click(button(trainer, /^(Importer|Écrire|Ajouter)/))
  await trainer.waitForURL(/etudiants$/)
  expect(await db.student.count()).toBe(7)
  expect((await db.student.findFirstOrThrow({ where: { familyName: 'Gautier' } })).number).toBe('000042')

  hand.step('Create the personal codes')
  await hand.click(
    trainer
      .getByRole('main')
      .getByRole('link', { name: /[Cc]odes/ })
      .first(),
  )
  await hand.click(button(trainer, /Créer 7 codes/))
  const slip = async (name: string) =>
    /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(
      (await trainer.locator('li, article', { hasText: name }).last().textContent()) ?? '',
    )?.[0] ?? ''
  await trainer
    .getByText(/[0-9A-Z]{4}-[0-9A-Z]{4}/)
    .first()
    .waitFor()
  const [elisesCode, fatousCode] = [await slip('Gautier'), await slip('N’Diaye')]
  expect([elisesCode, fatousCode].every(Boolean)).toBe(true)

  // The exam: the shipped draft of thirty-five questions cut to twenty, published, opened, watched.
  hand.step('Compose the exam')
  await hand.click(menu.getByRole('link', { name: /^Examens/ }))
  await hand.click(link('QCM final').first())
  await heading(trainer, 'QCM final').waitFor()
  const examId = /examens\/([0-9a-f-]+)/.exec(trainer.url())?.[1] ?? ''
  const total = trainer.getByRole('spinbutton', { name: 'Questions en tout' })
  await hand.click(total)
  await hand.press('Control+a')
  await hand.type(total, '20')
  await hand.click(button(trainer, 'Répartir'))
  await trainer.getByText('20 questions sur 20').waitFor()
  hand.step('Publish the exam')
  await hand.click(button(trainer, 'Publier l’examen'))
  hand.step('Open the exam')
  await hand.click(button(trainer, 'Ouvrir l’examen'))
  await trainer.waitForURL(/surveillance$/)
  const { joinCode } = await db.exam.findUniqueOrThrow({ where: { id: examId } })
  hand.step('Watch the room')
  await trainer.getByRole('row', { name: /Gautier/ }).waitFor()

  const elise = await sits({ joinCode, personalCode: elisesCode })
  const fatou = await beginsAndLeaves({ joinCode, personalCode: fatousCode })
  await trainer.getByRole('row', { name: /Gautier.*[Rr]endu/ }).waitFor()
  await fatou.context().close()

  // Marks are computed at the closing, and hidden from students until the release.
  hand.step('Close the exam')
  await hand.click(button(trainer, 'Fermer l’examen'))
  const closing = trainer.getByRole('region', { name: /Fermer l’examen/ })
  await hand.click(closing.getByRole('button', { name: 'Fermer l’examen' }))
  await button(trainer, 'Rendre les notes').waitFor()
  await elise.goto('/mes-examens')
  await elise.getByText('QCM final').waitFor()
  expect(await elise.getByText(/16\s*\/\s*20/).count()).toBe(0)
  hand.step('Release the marks')
  await hand.click(button(trainer, 'Rendre les notes'))
  const release = trainer.getByRole('region', { name: /Rendre les notes/ })
  await hand.click(release.getByRole('button', { name: 'Rendre les notes' }))
  await expect.poll(() => db.exam.count({ where: { id: examId, status: 'released' } })).toBe(1)
  await trainer.getByText('16,00').first().waitFor()
  await elise.reload()
  await elise
    .getByText(/16(,00)?/)
    .first()
    .waitFor()
  await elise
    .getByRole('link', { name: /corrigé|correction|copie/i })
    .first()
    .click()
  await elise.waitForURL(/correction$/)
  await elise
    .getByText(/Explication/i)
    .first()
    .waitFor()

  // The project, graded with the shipped rubric.
  hand.step('Make the team of the project')
  const project = await db.project.findFirstOrThrow({ where: { courseId } })
  await hand.click(menu.getByRole('link', { name: /^Projets/ }))
  await hand.click(link(project.title))
  await hand.click(button(trainer, /Créer une équipe|Nouvelle équipe|Ajouter une équipe/).first())
  await hand.type(dialog.getByRole('textbox').first(), 'Nimbus')
  await hand.click(dialog.getByRole('button', { name: /Créer/ }))
  await trainer.getByText('Nimbus').first().waitFor()
  const team = await db.team.findFirstOrThrow({ where: { projectId: project.id } })
  for (const familyName of ['Gautier', 'N’Diaye']) {
    const chip = trainer.locator('.student-chip', { hasText: familyName })
    await hand.click(chip.locator('summary'))
    await hand.click(chip.getByText(/Nimbus/))
    await expect.poll(() => db.teamMember.count({ where: { teamId: team.id, student: { familyName } } })).toBe(1)
    // The board gives the focus back to the student who was moved; a menu opened before would close.
    await expect.poll(() => chip.locator('summary').evaluate((one) => one === document.activeElement)).toBe(true)
  }
  hand.step('Grade the project')
  await hand.click(link('Noter la prochaine équipe'))
  const criteria = trainer
    .getByRole('main')
    .getByRole('group')
    .filter({ has: trainer.getByRole('radio') })
  await criteria.first().waitFor()
  for (let index = 0; index < (await criteria.count()); index += 1)
    await hand.check(criteria.nth(index).getByRole('radio').last())
  await trainer
    .getByText(/Enregistré/)
    .first()
    .waitFor()

  // The final sheet: the trainer marks all five absent; each row has its working; students see their own statement.
  hand.step('Qualify the absences')
  await hand.click(menu.getByRole('link', { name: /^Évaluation/ }))
  await trainer.getByText('Gautier').first().waitFor()
  const absent = () => db.assessmentEntry.count({ where: { status: 'abi' } })
  await hand.click(button(trainer, /^Toutes ABI\s?, QCM final/))
  await expect.poll(absent).toBe(5)
  hand.step('Finalise the sheet')
  await hand.click(button(trainer, /^Finaliser/))
  await hand.check(dialog.getByRole('checkbox', { name: 'Publier aussi les relevés' }))
  await hand.click(button(dialog, 'Finaliser la feuille'))
  await button(trainer, /Retirer la publication/).waitFor()
  await elise.goto('/mon-bilan')
  await elise
    .getByText(/0,5\s×\s16/)
    .first()
    .waitFor()

  // The files open correctly in a French Excel: byte order mark, semicolons, decimal commas, no formula.
  hand.step('Export the CSV of the final sheet')
  await hand.click(menu.getByRole('link', { name: /^Fichiers/ }))
  expectFrenchExcel(await download(trainer, hand, /final-sheet\?profile=excel_fr/))
  console.log(tableOf(hand.steps))
  expect(hand.steps.reduce((sum, { clicks }) => sum + clicks, 0)).toBeLessThanOrEqual(90)
  hand.step('Export the CSV of the exam')
  expectFrenchExcel(await download(trainer, hand, /results\/.*profile=excel_fr/))
})

/** Élise answers the first sixteen rightly; each answer is saved, and a reload loses nothing. */
async function sits(codes: { joinCode: string; personalCode: string }): Promise<Page> {
  const elise = await site.visitor()
  await fillCodes(elise, codes)
  await heading(elise, 'QCM final').waitFor()
  await elise.getByRole('checkbox').check()
  await button(elise, 'Commencer l’examen').click()
  await elise.waitForURL(/questions\/1$/)
  for (let position = 1; position <= 16; position += 1) {
    await heading(elise, new RegExp(`Question ${position}\\b`)).waitFor({ state: 'attached' })
    await answer(elise, 'right')
    await elise
      .getByText(/Enregistré à/)
      .first()
      .waitFor()
    await elise.getByRole('link', { name: 'Continuer' }).or(button(elise, 'Continuer')).first().click()
  }
  await elise.reload()
  await elise.getByText('16 sur 20').locator('visible=true').first().waitFor()
  await elise.getByRole('link', { name: 'Vérifier ma copie' }).or(button(elise, 'Vérifier ma copie')).first().click()
  await elise.waitForURL(/verification$/)
  await button(elise, 'Rendre ma copie').click()
  await elise
    .getByRole('dialog')
    .getByText(/questions sans réponse/)
    .waitFor()
  await elise
    .getByRole('dialog')
    .getByRole('button', { name: /Rendre/ })
    .click()
  await elise.waitForURL(/recu$/)
  await elise
    .getByText(/[0-9A-Z]{4}-[0-9A-Z]{4}/)
    .first()
    .waitFor()
  return elise
}

/** Fatou has a third more time and answers one question wrongly; closing the exam submits her attempt. */
async function beginsAndLeaves(codes: { joinCode: string; personalCode: string }): Promise<Page> {
  const fatou = await site.visitor()
  await fillCodes(fatou, codes)
  await fatou
    .getByText(/1\sh\s20|80\s*min/)
    .first()
    .waitFor()
  await fatou.getByRole('checkbox').check()
  await button(fatou, 'Commencer l’examen').click()
  await fatou.waitForURL(/questions\/1$/)
  await answer(fatou, 'wrong')
  await fatou
    .getByText(/Enregistré à/)
    .first()
    .waitFor()
  return fatou
}

function expectFrenchExcel(bytes: Buffer) {
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = bytes.toString('utf8').slice(1).split('\r\n')
  expect(lines.at(-1)).toBe('')
  expect(lines.join('')).not.toContain('\n')
  const line = lines.find((one) => one.includes('Gautier')) ?? ''
  expect(line).toContain('"000042"')
  expect(line).toMatch(/;16(,0+)?;/)
  expect(lines.find((one) => one.includes('Kevin'))).toContain(`"'=cmd|calc"`)
}

async function download(page: Page, hand: ReturnType<typeof countedHand>, address: RegExp): Promise<Buffer> {
  const links = page.locator('a[href*="/exports/"]')
  await links.first().waitFor()
  const hrefs = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  const href = hrefs.find((one) => address.test(one)) ?? ''
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    hand.click(page.locator(`a[href="${href}"]`).first()),
  ])
  return readFileSync(await file.path())
}

it('a lost password: the command’s link, a new password, the sessions ended; and the link of a colleague', {
  timeout: 120_000,
}, async () => {
  const { world, origin } = site
  const course = await world.course('Réseaux')
  const nadia = await world.staff('Nadia', { course, role: 'owner' })
  const tom = await world.staff('Tom', { course, role: 'trainer' })
  const emailOf = async ({ id }: { id: string }) =>
    (await world.db.person.findUniqueOrThrow({ where: { id } })).email ?? ''
  const email = await emailOf(nadia)
  const signIn = async (page: Page, words: { email: string; password: string }) => {
    await page.goto('/connexion')
    await page.getByLabel('Adresse e-mail').fill(words.email)
    await page.getByLabel('Mot de passe', { exact: true }).fill(words.password)
    await button(page, 'Se connecter').click()
  }
  const choose = async (page: Page, link: string, password: string) => {
    await page.goto(link)
    await heading(page, 'Choisir un nouveau mot de passe').waitFor()
    await page.getByLabel('Mot de passe', { exact: true }).fill(password)
    await button(page, 'Entrer dans Barème').click()
    await heading(page, 'Réseaux').waitFor()
  }

  // The server runs; the command beside it prints the link.
  const old = await site.visitor(nadia)
  await old.goto(`/cours/${course.id}/equipe`)
  await heading(old, 'Équipe pédagogique').waitFor()
  const env = { DATABASE_URL: world.url, SECRET: world.deps.secret.toString(), PUBLIC_URL: origin }
  const running = startProcess(env, 'server/auth/account-command.ts', ['reset', email])
  const [link] = await running.says(/http:\/\/localhost:\d+\/lien#\S+/)
  expect(await running.ended).toMatchObject({ code: 0 })
  const desk = await site.visitor()
  await choose(desk, link, 'trois lampes au fond du couloir')
  expect(desk.url()).not.toContain('#')
  // The session of before is over, and the link too.
  await old.reload()
  await heading(old, 'Connexion').waitFor()
  await old.goto('about:blank')
  await old.goto(link)
  await old
    .getByText(/Ce lien/)
    .first()
    .waitFor()
  expect(await old.getByLabel('Mot de passe', { exact: true }).count()).toBe(0)
  await signIn(old, { email, password: 'trois lampes au fond du couloir' })
  await heading(old, 'Réseaux').waitFor()

  // Who owns the course gives a colleague a link: the first one made no longer works, the second does once.
  const given = async () => {
    await desk.goto(`/cours/${course.id}/equipe`)
    await button(desk, /^Nouveau lien/).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'Créer le lien' }).click()
    await desk.getByRole('dialog', { name: /Le nouveau lien/ }).waitFor()
    return (
      (await desk
        .getByRole('dialog')
        .getByText(/^http.*lien#/)
        .first()
        .textContent()) ?? ''
    )
  }
  const first = await given()
  const second = await given()
  const phone = await site.visitor()
  await phone.goto(first)
  await phone
    .getByText(/Ce lien/)
    .first()
    .waitFor()
  expect(await phone.getByLabel('Mot de passe', { exact: true }).count()).toBe(0)
  await phone.goto('about:blank')
  await choose(phone, second, 'une guitare sous la pluie')
  expect(await world.db.session.count({ where: { personId: tom.id } })).toBe(1)
  await signIn(await site.visitor(), { email: await emailOf(tom), password: 'une guitare sous la pluie' })
})

it('a project, from its brief to a mark released to who handed in late', { timeout: 120_000 }, async () => {
  const { world } = site
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const elise = await world.student({ course, name: 'Élise Gautier' })
  const body = { title: 'Projet GitOps', rubric: 'shipped' as const }
  const { id: projectId } = (await world.ask(nadia, createProject, { params: { courseId: course.id }, body })).body
  const params = { courseId: course.id, projectId }
  const deadline = new Date(world.now().getTime() + 60 * 60_000).toISOString()
  const late = { unit: 'points' as const, amount: '1', most: null, floor: '0' }
  await world.ask(nadia, setProjectTerms, { params, body: { deadline, late, isDouble: false, mostGap: 200 } })
  const { id: teamId } = (await world.ask(nadia, createTeam, { params, body: { name: 'Équipe 1' } })).body
  await world.ask(nadia, setMembers, { params: { ...params, teamId }, body: { studentIds: [elise.id] } })

  // The trainer writes the brief and opens the project.
  const trainer = await site.visitor(nadia)
  const home = `/cours/${course.id}/projets/${projectId}`
  await trainer.goto(`${home}/enonce`)
  await trainer.getByLabel(/^Énoncé/).fill('## Sujet\n\nDéployez **Nextcloud** par Argo CD.')
  await trainer.getByRole('button', { name: 'Enregistrer' }).click()
  await trainer.getByText('Énoncé enregistré.').waitFor()
  const student = await site.visitor(elise)
  await student.goto('/mes-examens')
  expect(await student.getByText('Projet GitOps').count()).toBe(0)
  await trainer.goto(home)
  await trainer.getByRole('button', { name: 'Ouvrir aux étudiants' }).click()
  await trainer.getByRole('dialog').getByRole('button', { name: 'Ouvrir maintenant' }).click()
  await trainer.getByRole('link', { name: /^Remises : 0 sur 1/ }).waitFor()

  // The student reads it, and hands in after the deadline, knowingly.
  await student.goto('/mes-examens')
  await student.getByRole('link', { name: 'Projet GitOps' }).click()
  await student.locator('strong', { hasText: 'Nextcloud' }).waitFor()
  world.wait(61)
  await student.getByLabel(/Adresse du dépôt/).fill('https://gitlab.com/equipe-1/nextcloud')
  await student.getByLabel(/Commit ou tag/).fill('v1.0')
  await student.getByRole('button', { name: 'Remettre' }).click()
  await student.getByRole('checkbox', { name: /Je sais que l’échéance est passée/ }).check()
  await student.getByRole('button', { name: 'Remettre' }).click()
  await student.getByText(/Remise n° 1 reçue le .* Elle est en retard d’un jour entamé/).waitFor()

  // The trainer sees who was late, and grades with one key a criterion.
  await trainer.goto(`${home}/remises`)
  await trainer.getByRole('row', { name: /Équipe 1.*en retard d’un jour entamé/ }).waitFor()
  await trainer.goto(`${home}/equipes/${teamId}`)
  const groups = trainer
    .getByRole('main')
    .getByRole('group')
    .filter({ has: trainer.getByRole('radio') })
  await groups.first().waitFor()
  await groups.first().getByRole('radio').first().focus()
  const criteria = await groups.count()
  for (let key = criteria; key > 0; key -= 1) await trainer.keyboard.press('4')
  await trainer.getByText('Tous les critères ont un niveau.').waitFor()
  const graded = async () =>
    Object.keys((await world.db.team.findUniqueOrThrow({ where: { id: teamId } })).levels ?? {}).length
  await expect.poll(graded, { timeout: 25_000 }).toBe(criteria)
  await student.reload()
  await student.getByRole('heading', { name: 'Grille' }).waitFor()
  expect(await student.getByRole('heading', { name: 'Ma note' }).count()).toBe(0)
  await trainer.goto(home)
  await trainer.getByRole('button', { name: 'Rendre les notes', exact: true }).click()
  await trainer.getByRole('dialog').getByRole('button', { name: 'Rendre les notes' }).click()
  await trainer.getByRole('button', { name: 'Reprendre les notes' }).waitFor()

  // The mark is on the page of the project, with the day of lateness in its working.
  await student.goto('/mes-examens')
  await student.getByText(/La note est rendue/).waitFor()
  await student.getByRole('link', { name: 'Projet GitOps' }).click()
  await student.getByRole('heading', { name: 'Ma note' }).waitFor()
  await student.getByText(/Retard\s: 1 jour entamé/).waitFor()
  expect(await student.locator('main').textContent()).toMatch(/19,00\s\/\s20/)
  expect(await student.getByRole('button', { name: /^Remettre/ }).count()).toBe(0)
})
