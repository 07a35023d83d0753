import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as finalisation from '#contract/assessment/finalisation.ts'
import * as myStatement from '#contract/assessment/my-statement.ts'
import * as rules from '#contract/assessment/rules.ts'
import { closeExam } from '#contract/exams/life.ts'
import { releaseProject } from '#contract/projects/projects.ts'
import type { AssessmentRules } from '#core/assessment/rules.ts'
import { makeExam } from '#test/setup/exam.ts'
import { endOfCourse, take } from '#test/setup/final.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { shareText } from '#web/assessment/share-text.ts'

let world: World
let end: Awaited<ReturnType<typeof endOfCourse>>
beforeAll(async () => {
  await preparePages(
    import('#web/assessment/FinalSheetPage.tsx'),
    import('#web/assessment/RecordPage.tsx'),
    import('#web/assessment/StatementPage.tsx'),
    import('#web/exports/FilesPage.tsx'),
    import('#web/exports/FillFilePage.tsx'),
  )
  world = await createWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  end = await endOfCourse(world)
})
afterEach(cleanup)

const sheetAs = async (who: Someone) => {
  connectWindow(world, who)
  await visit(`/cours/${end.course.id}/evaluation`)
  await screen.findByRole('heading', { level: 1, name: 'Évaluation finale' })
  await screen.findAllByRole('row', { name: /Gautier Élise/ })
}
const decide = (component: string) =>
  world.ask(end.nadia, finalSheet.setEntry, {
    params: { ...end.params, studentId: end.kevin.id, component },
    body: { status: 'abi', mark: null, reason: '' },
  })

const finalise = async (released: boolean) => {
  const { fingerprint } = (await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })).body
  await world.ask(end.nadia, finalisation.finalise, { params: end.params, body: { fingerprint, released } })
}

describe('the final sheet', () => {
  it('opens a line on its working, as on paper', async () => {
    await sheetAs(end.nadia)
    expect(screen.getByRole('row', { name: /Gautier Élise 13,25 15,50 14,375 14,5/ })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Calcul et statuts de Élise Gautier' }))
    expect(screen.getByText('0,5 × 13,25 = 6,625')).toBeTruthy()
    expect(screen.getByText('0,5 × 15,50 = 7,75')).toBeTruthy()
    expect(screen.getByText('14,375 → 14,5')).toBeTruthy()
    // The project's mark says where it comes from, there too.
    const project = screen.getByText(/Ajustement.: 15 \+ 0,5 = 15,5/)
    expect(project.previousElementSibling?.textContent).toBe('Projet GitOps')
    expect(project.textContent).toMatch(/Motif.: A conduit la démonstration finale\./)
  })

  it('puts what is to decide first, and cannot be finalised before it is decided', async () => {
    await sheetAs(end.nadia)
    expect(screen.getByText('Une absence à qualifier')).toBeTruthy()
    expect(screen.getByRole('button', { name: /Finaliser/ }).getAttribute('aria-disabled')).toBe('true')

    await decide('projet')
    await userEvent.click(screen.getByRole('button', { name: /Calcul et statuts de Kevin/ }))
    await userEvent.selectOptions(screen.getByLabelText('Statut, QCM final'), 'abi')
    const reason = screen.getByRole('textbox', { name: /Motif.*QCM final/ })
    await userEvent.type(reason, 'Absent sans justificatif.')
    await userEvent.click(screen.getByRole('button', { name: /^Enregistrer.*QCM final/ }))
    await screen.findByText('DEF')
    expect(screen.getByRole('row', { name: /Kevin.*DEF.*Défaillant/ })).toBeTruthy()
    expect(screen.getByText('Toutes les notes sont complètes.')).toBeTruthy()

    await userEvent.click(screen.getByRole('button', { name: /Finaliser/ }))
    const asking = within(screen.getByRole('dialog'))
    await userEvent.click(asking.getByRole('checkbox', { name: 'Publier aussi les relevés' }))
    await userEvent.click(asking.getByRole('button', { name: 'Finaliser la feuille' }))
    await screen.findByRole('button', { name: /Retirer la publication/ })
    expect((await world.ask(end.elise, myStatement.getMyStatement, {})).body.result).toMatchObject({ grade: 1450 })
  })

  it('says an exam that no component reads, reads it as a retake or as a wave, and asks which mark counts', async () => {
    const second = await makeExam(world, { course: end.course, keys: ['a', 'a', 'a', 'a'] })
    await take(world, { who: end.elise, exam: second, ticks: ['a', 'a', 'a', 'a'] })
    await world.ask(end.nadia, closeExam, { params: { ...end.params, examId: second.id } })
    await sheetAs(end.nadia)
    expect(screen.getByText(new RegExp(`Un examen ne compte dans aucune composante.: ${second.title}`))).toBeTruthy()
    await userEvent.click(screen.getAllByRole('button', { name: 'Modifier les règles' })[0] as HTMLElement)
    const rulesOf = within(screen.getByRole('dialog'))
    const qcm = within(rulesOf.getByRole('group', { name: 'Composante 1' }))
    await userEvent.selectOptions(qcm.getByLabelText('Notes'), 'Plusieurs examens (vagues)')
    await userEvent.click(qcm.getByRole('checkbox', { name: second.title }))
    expect(
      rulesOf.getByRole<HTMLInputElement>('checkbox', { name: 'Une épreuve individuelle est exigée' }).checked,
    ).toBe(true)
    await userEvent.click(rulesOf.getByRole('button', { name: 'Enregistrer les règles' }))
    await screen.findByText(/Une personne a plusieurs notes.: dites laquelle compte/)
    await userEvent.click(screen.getByRole('button', { name: 'Calcul et statuts de Élise Gautier' }))
    await userEvent.selectOptions(screen.getByLabelText('Examen qui compte, QCM final'), `${second.title}\u202f: 20`)
    await userEvent.click(screen.getByRole('button', { name: /^Enregistrer.*QCM final/ }))
    await screen.findByText(new RegExp(`${second.title}, 20,00, choisie`))
  })

  it('shows what a floor, a ceiling and a required individual mark would do before they are saved', async () => {
    await sheetAs(end.nadia)
    await userEvent.click(screen.getByRole('button', { name: 'Modifier les règles' }))
    const rulesOf = within(screen.getByRole('dialog'))
    const qcm = within(rulesOf.getByRole('group', { name: 'Composante 1' }))
    await userEvent.type(qcm.getByLabelText(/^Plafond/), '12')
    // Élise 12 and 15,5, Fatou 12 and 15: both change.
    expect(rulesOf.getByRole('status').textContent).toMatch(/2 notes changent/)
    // Élise’s 12 is under the eliminatory mark, Fatou’s too: their grades stay above the pass mark.
    await userEvent.type(qcm.getByLabelText(/^Note éliminatoire/), '14')
    expect(rulesOf.getByRole('status').textContent).toMatch(/2 décisions changent sans que la note passe le seuil/)
    await userEvent.type(qcm.getByLabelText(/^Plancher/), '13')
    expect(rulesOf.getByRole('button', { name: 'Enregistrer les règles' }).getAttribute('aria-disabled')).toBe('true')
  })

  it('says which component is rounded before it is weighed, and how many grades that changes', async () => {
    const exam = await world.db.exam.findUniqueOrThrow({ where: { id: end.exam.id } })
    const markRule = { ...exam.markRule, grain: 100 as const }
    await world.db.exam.update({ where: { id: exam.id }, data: { markRule } })
    await world.db.mark.updateMany({
      where: { attempt: { examId: exam.id, studentId: end.elise.id } },
      data: { mark: 1300 },
    })
    await sheetAs(end.nadia)
    await userEvent.click(screen.getByRole('button', { name: 'Modifier les règles' }))
    const rulesOf = within(screen.getByRole('dialog'))
    const said = () => rulesOf.getByText(/arrondit sa note/).textContent
    // 0,5 × 13 + 0,5 × 15,5 = 14,25, and with 13,25 14,375: both 14,5 to the half point.
    expect(said()).toMatch(
      /^QCM final.: l’examen arrondit sa note au point avant qu’elle soit pondérée\. Sans cet arrondi, aucune note finale ne changerait aujourd’hui\./,
    )
    await userEvent.selectOptions(rulesOf.getByLabelText('Pas de l’arrondi'), 'au centième')
    expect(said()).toMatch(/Sans cet arrondi, une note finale serait autre\./)
    expect(rulesOf.getAllByText(/arrondit sa note/)).toHaveLength(1)
  })

  it('sorts by any mark, missing ones first still, and shows only whom the filters keep', async () => {
    await sheetAs(end.nadia)
    const names = () =>
      screen.getAllByRole('row').flatMap((row) => /Gautier|N’Diaye|D’Almeida/.exec(row.textContent ?? '')?.[0] ?? [])
    await userEvent.click(screen.getByRole('button', { name: 'Étudiant' }))
    const upwards = names()
    await userEvent.click(screen.getByRole('button', { name: 'Étudiant' }))
    expect(screen.getByRole('columnheader', { name: 'Étudiant' }).getAttribute('aria-sort')).toBe('descending')
    // Kevin’s marks are not complete: first in either order.
    expect(names()[0]).toBe('D’Almeida')
    expect(names().slice(1)).toEqual(upwards.slice(1).toReversed())

    await userEvent.selectOptions(screen.getByLabelText('Décision'), 'waiting')
    expect(names()).toEqual(['D’Almeida'])
    // The open line stays, though it waits no more.
    await userEvent.click(screen.getByRole('button', { name: /Calcul et statuts de Kevin/ }))
    await decide('projet')
    await userEvent.selectOptions(screen.getByLabelText('Statut, QCM final'), 'abi')
    await userEvent.click(screen.getByRole('button', { name: /^Enregistrer.*QCM final/ }))
    await screen.findByText('Toutes les notes sont complètes.')
    expect(names()).toEqual(['D’Almeida'])
    await userEvent.click(screen.getByRole('button', { name: /Calcul et statuts de Kevin/ }))
    await userEvent.click(await screen.findByRole('button', { name: 'Tout montrer' }))
    expect(names().length).toBe(upwards.length)
    await userEvent.type(screen.getByRole('searchbox', { name: 'Nom ou numéro' }), 'elise')
    expect(names()).toEqual(['Gautier'])
  })

  it('keeps what is being written in a line when the line becomes complete', async () => {
    await decide('projet')
    await sheetAs(end.nadia)
    await userEvent.click(screen.getByRole('button', { name: /Calcul et statuts de Kevin/ }))
    await userEvent.type(screen.getByRole('textbox', { name: /Motif.*Projet/ }), 'En cours de frappe')
    await userEvent.selectOptions(screen.getByLabelText('Statut, QCM final'), 'abi')
    await userEvent.click(screen.getByRole('button', { name: /^Enregistrer.*QCM final/ }))
    await screen.findByText('Toutes les notes sont complètes.')
    expect(screen.getByRole('textbox', { name: /Motif.*Projet/ })).toHaveProperty('value', 'En cours de frappe')
  })

  it('stays as it was signed when a mark is changed later, until it is reopened for a reason', async () => {
    await decide('qcm')
    await decide('projet')
    await finalise(true)
    await world.db.teamMember.updateMany({ where: { studentId: end.elise.id }, data: { adjustment: 200 } })
    await sheetAs(end.nadia)
    expect(screen.getByText('Feuille finalisée, n° 1.')).toBeTruthy()
    // 15 + 2 = 17 for the project: 0,5 × 13,25 + 0,5 × 17 = 15,125 → 15
    expect(
      screen.getByRole('row', { name: /Gautier Élise Projet GitOps 15,50 → 17,00 14,50 Validé 15,00 Validé/ }),
    ).toBeTruthy()
    expect(screen.getByRole('row', { name: /Gautier Élise 13,25 15,50 14,375 14,5/ })).toBeTruthy()
    expect(screen.getByRole('button', { name: /Modifier les règles/ }).getAttribute('aria-disabled')).toBe('true')

    await userEvent.click(screen.getByRole('button', { name: 'Rouvrir' }))
    const asking = within(screen.getByRole('dialog'))
    await userEvent.type(asking.getByRole('textbox', { name: /Motif/ }), 'Soutenance réévaluée.')
    await userEvent.click(asking.getByRole('button', { name: 'Rouvrir' }))
    expect(await screen.findByRole('row', { name: /Gautier Élise 13,25 17,00 15,125 15,0/ })).toBeTruthy()
    await userEvent.click(await screen.findByRole('link', { name: 'Procès-verbal n° 1' }))
    expect(await screen.findByText(/Rouverte par Nadia.*Soutenance réévaluée\./)).toBeTruthy()
    expect(await screen.findByRole('row', { name: /Gautier Élise 13,25 15,50 14,5 Validé, mention bien/ })).toBeTruthy()
    expect(screen.getByText(/Empreinte vérifiée/)).toBeTruthy()
  })

  it('takes the mark of a retake and the points of the jury, with their reason', async () => {
    await world.db.teamMember.updateMany({ where: { studentId: end.elise.id }, data: { adjustment: -1500 } })
    await sheetAs(end.nadia)
    // 0,5 × 13,25 + 0,5 × 0 = 6,625 → 6,5: called to the retake.
    await userEvent.click(screen.getByRole('button', { name: 'Calcul et statuts de Élise Gautier' }))
    await userEvent.type(screen.getByLabelText('Rattrapage sur 20, Projet GitOps'), '6')
    await userEvent.click(screen.getByRole('button', { name: /^Enregistrer.*Projet GitOps/ }))
    // 0,5 × 13,25 + 0,5 × 6 = 9,625 → 9,5
    await screen.findByRole('row', { name: /Gautier Élise.*9,625 9,5.*Rattrapage/ })
    // The first mark is struck out beside the one that counts, and both are said.
    const cell = screen.getByText('première note 0,00, rattrapage 6,00, compte 6,00').parentElement
    expect([cell?.querySelector('s')?.textContent, cell?.textContent]).toEqual(['0,00', expect.stringMatching(/6,00/)])
    await userEvent.type(screen.getByLabelText('Points ajoutés'), '0,5')
    await userEvent.type(screen.getByLabelText('Motif du jury'), 'Assiduité exemplaire.')
    await userEvent.click(screen.getByRole('button', { name: /^Enregistrer, Points ajoutés/ }))
    await screen.findByRole('row', { name: /Gautier Élise.*9,625 10,0.*Validé/ })
    const { body } = await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })
    expect(body.lines.find(({ studentId }) => studentId === end.elise.id)?.working.fr).toMatch(
      /→ 9,5 \+ 0,50 \(points de jury.: Assiduité exemplaire\.\) = 10,00/,
    )
  })

  it('tries coefficients in the headings: the sheet follows, nothing is saved before it is, and it is undone', async () => {
    await sheetAs(end.nadia)
    const qcm = () => screen.getByRole('textbox', { name: 'Coefficient, QCM final' })
    // As it was typed, never turned into a percentage.
    expect(qcm()).toHaveProperty('value', '0,5')
    await userEvent.clear(qcm())
    expect(screen.getByRole('button', { name: 'Enregistrer les coefficients' }).ariaDisabled).toBe('true')
    await userEvent.type(qcm(), '1,50')
    // (1,5 × 13,25 + 0,5 × 15,5) ÷ 2 = 13,8125; (1,5 × 20 + 0,5 × 15) ÷ 2 = 18,75.
    expect(screen.getByRole('row', { name: /Gautier Élise 13,25 15,50 13,8125 14,5 14,0/ })).toBeTruthy()
    const bar = within(screen.getByRole('region', { name: 'Coefficients à l’essai' }))
    expect(bar.getByRole('status').textContent).toMatch(/^2 notes changent sur 2/)
    const stored = async () =>
      (await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })).body.rules.parts[0]?.coefficient
    expect(await stored()).toBe('0.5')
    await userEvent.click(bar.getByRole('button', { name: 'Annuler' }))
    expect(qcm()).toHaveProperty('value', '0,5')

    await userEvent.clear(qcm())
    await userEvent.type(qcm(), '1,50')
    await userEvent.click(screen.getByRole('button', { name: 'Enregistrer les coefficients' }))
    await screen.findByText('Règles enregistrées, notes recalculées.')
    expect(await stored()).toBe('1,50')
    expect(screen.getByText(/de la moyenne, coefficient 1,50$/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
    await waitFor(async () => expect(await stored()).toBe('0.5'))
  })

  it('qualifies all the absences of a component in one click, and takes them back', async () => {
    const hugo = await world.student({ course: end.course, name: 'Hugo Zed' })
    await sheetAs(end.nadia)
    expect(await screen.findByText('2 absences à qualifier')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Toutes ABI, QCM final' }))
    await screen.findByText(/^2 étudiants.: QCM final, ABI, absence injustifiée\.$/)
    const statuses = async () => {
      const { lines } = (await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })).body
      return lines.flatMap(({ studentId, entries }) =>
        [hugo.id, end.kevin.id].includes(studentId) ? entries[0]?.status : [],
      )
    }
    expect(await statuses()).toEqual(['abi', 'abi'])
    expect(screen.queryByText(/absences à qualifier/)).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
    await screen.findByText('2 absences à qualifier')
    expect(await statuses()).toEqual(['present', 'present'])
    // « Voir » keeps only them.
    await userEvent.click(screen.getByRole('button', { name: 'Voir, QCM final' }))
    expect(screen.queryByRole('row', { name: /Gautier Élise/ })).toBeNull()
    expect(screen.getByRole('row', { name: /Zed Hugo/ })).toBeTruthy()
  })

  it('changes a status in its cell, and that of several students from the bar', async () => {
    await sheetAs(end.nadia)
    const row = (name: RegExp) => within(screen.getByRole('row', { name }))
    await userEvent.click(row(/D’Almeida Kevin/).getByRole('button', { name: /^absent/ }))
    await userEvent.click(screen.getByRole('button', { name: 'ABJ, absence justifiée' }))
    await screen.findByRole('row', { name: /D’Almeida Kevin.*ABJ/ })
    // Out of the cell by Escape, nothing changed.
    await userEvent.click(row(/Gautier Élise/).getByRole('button', { name: '13,25' }))
    await userEvent.keyboard('{Escape}')
    expect(document.activeElement?.textContent).toBe('13,25')

    await userEvent.click(screen.getByRole('checkbox', { name: 'Tout choisir' }))
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choisir Fatou N’Diaye' }))
    const bar = within(screen.getByRole('group', { name: 'Statut des étudiants choisis' }))
    await userEvent.selectOptions(bar.getByLabelText('Composante'), 'Projet GitOps')
    await userEvent.click(bar.getByRole('button', { name: 'NR' }))
    await screen.findByRole('row', { name: /Gautier Élise 13,25 NR/ })
    expect(screen.getByRole('row', { name: /D’Almeida Kevin ABJ NR/ })).toBeTruthy()
    expect(screen.getByRole('row', { name: /N’Diaye Fatou 20,00 15,00/ })).toBeTruthy()
  })

  it('says whom the file for Moodle leaves out', async () => {
    await sheetAs(end.nadia)
    const moodle = screen.getByRole('link', { name: /^Moodle/, hidden: true })
    expect(moodle.textContent).toMatch(/Une personne sans note n’y est pas \(DEF ou à décider\)/)
    expect(screen.getByRole('link', { name: /^Apogée/, hidden: true }).textContent).not.toMatch(/sans note/)
  })

  it('changes its rules together, and works every grade out again', async () => {
    await sheetAs(end.nadia)
    await userEvent.click(screen.getByRole('button', { name: 'Modifier les règles' }))
    const first = within(screen.getByRole('group', { name: 'Composante 1' })).getByLabelText('Coefficient')
    await userEvent.clear(first)
    await userEvent.type(first, '1,5')
    await userEvent.click(screen.getByRole('button', { name: 'Enregistrer les règles' }))
    // (1,5 × 13,25 + 0,5 × 15,5) ÷ 2 = 13,8125
    expect(await screen.findByRole('row', { name: /Gautier Élise 13,25 15,50 13,8125 14,0/ })).toBeTruthy()
  })

  it('starts from a preset: the draft is filled, who changes is said, nothing is saved before it is saved', async () => {
    const { body: shipped } = await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })
    const [qcm, projet] = shipped.rules.parts
    if (!qcm || !projet) throw new Error('the shipped rules have two components')
    const alone = { ...projet, id: 'soutenance', minimum: '12' }
    const group = { kind: 'group' as const, parts: [alone], keep: { kind: 'best' as const, count: 1 } }
    const held = {
      ...shipped.rules,
      parts: [
        { ...qcm, coefficient: '3', minimum: '14' },
        { ...projet, content: { ...group, compensation: 'none' as const } },
      ],
      rounding: { grain: 100 as const, direction: 'down' as const },
      session: 'final' as const,
    }
    await world.ask(end.nadia, rules.setRules, {
      params: end.params,
      body: { revision: shipped.revision, title: shipped.title, rules: held },
    })
    const saved = async () => (await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })).body

    await sheetAs(end.nadia)
    await userEvent.click(screen.getByRole('button', { name: 'Modifier les règles' }))
    const dialog = within(screen.getByRole('dialog'))
    const presets = within(dialog.getByRole('group', { name: 'Partir d’un modèle' }))
    expect(dialog.getByRole('status').textContent).toMatch(/^Les mêmes règles/)

    // (3 × 13,25 + 0,5 × 15,5) ÷ 3,5 = 13,571…: rounded down to 13 today, to the hundredth by the preset.
    await userEvent.click(presets.getByRole('button', { name: 'Moyenne pondérée simple' }))
    expect(dialog.getAllByLabelText('Coefficient').map((field) => (field as HTMLInputElement).value)).toEqual(
      expect.arrayContaining(['3', '0,5']),
    )
    expect(
      dialog.getAllByLabelText(/Note éliminatoire/).every((field) => (field as HTMLInputElement).value === ''),
    ).toBe(true)
    expect(dialog.getByRole('status').textContent).toMatch(/^2 notes changent sur 2/)
    expect(dialog.getByRole('row', { name: /Gautier Élise 13,00 13,57 \+0,57/ })).toBeTruthy()

    await userEvent.click(presets.getByRole('button', { name: /^Ce cours \(QCM 50.% \+ projet 50.%\)$/ }))
    // (13,25 + 15,5) ÷ 2 = 14,375 → 14,5
    expect(dialog.getByRole('row', { name: /Gautier Élise 13,0 14,5 \+1,5/ })).toBeTruthy()
    expect((await saved()).rules).toEqual(held)

    await userEvent.click(dialog.getByRole('button', { name: 'Enregistrer les règles' }))
    expect(await screen.findByRole('row', { name: /Gautier Élise 13,25 15,50 14,375 14,5/ })).toBeTruthy()
    // The components keep their ids, so that marks and statuses stay with them; the session is not a choice of rules.
    expect((await saved()).rules).toEqual({
      ...shipped.rules,
      session: 'final',
      parts: [qcm, { ...projet, id: 'soutenance' }],
    })
  })

  it('counts the exam and the project of a course that decided nothing yet', async () => {
    await world.db.assessment.deleteMany({ where: { courseId: end.course.id } })
    connectWindow(world, end.nadia)
    await visit(`/cours/${end.course.id}/evaluation`)
    await userEvent.click(await screen.findByRole('button', { name: 'Choisir les règles' }))
    await userEvent.click(screen.getByRole('button', { name: /^Ce cours/ }))
    await userEvent.click(screen.getByRole('button', { name: 'Enregistrer les règles' }))
    expect(await screen.findByRole('row', { name: /Gautier Élise 13,25 15,50 14,375 14,5/ })).toBeTruthy()
  })
})

describe('what a student takes home', () => {
  const home = async (who: Someone) => {
    connectWindow(world, who)
    await visit('/mon-bilan')
    await screen.findByRole('heading', { level: 1, name: 'Mon bilan' })
  }

  it('is nothing before the release, with a word on what comes', async () => {
    await home(end.elise)
    expect(await screen.findByRole('heading', { name: 'Rien n’est encore publié' })).toBeTruthy()
    expect(document.body.textContent).not.toMatch(/13,25|14,5/)
  })

  it('is their grade, its working and their components, once released', async () => {
    await decide('qcm')
    await decide('projet')
    await finalise(true)
    await home(end.elise)
    expect(await screen.findByText('0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5')).toBeTruthy()
    expect(screen.getByText('14,50')).toBeTruthy()
    cleanup()
    await home(end.kevin)
    expect(await screen.findByText(/Défaillant/)).toBeTruthy()
  })

  it('says once how the mark of a released project came about, with the sum it is part of', async () => {
    await decide('qcm')
    await decide('projet')
    await world.ask(end.nadia, releaseProject, { params: end.project, body: { released: true } })
    await home(end.elise)
    // Of a project alone, with the project.
    expect(await screen.findByText(/Ajustement.: 15 \+ 0,5 = 15,5/)).toBeTruthy()
    cleanup()
    await finalise(true)
    await home(end.elise)
    const sum = await screen.findByText('0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5')
    const [working, ...others] = await screen.findAllByText(/Ajustement.: 15 \+ 0,5 = 15,5/)
    expect(others).toEqual([])
    expect(sum.closest('section')?.contains(working ?? null)).toBe(true)
  })
})

it('takes back a sheet edited in a spreadsheet: differences first, then one batch that can be undone', async () => {
  const { body: before } = await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })
  connectWindow(world, end.nadia)
  await visit(`/cours/${end.course.id}/evaluation/import`)
  await userEvent.click(await screen.findByRole('radio', { name: /Coller|coll/ }))
  await userEvent.click(screen.getByRole('textbox'))
  await userEvent.paste(
    [
      'Identifiant Barème\tQCM final (statut)\tProjet GitOps',
      `${end.elise.id}\tABJ\t15,5`,
      `${end.fatou.id}\tprésent\t18`,
    ].join('\n'),
  )
  expect(await screen.findByText(/^QCM final.: présent → ABJ, absence justifiée$/)).toBeTruthy()
  expect(screen.getByText(/cette note vient d’un examen ou d’un projet/)).toBeTruthy()
  // Read again at once with the other choice about empty cells.
  await userEvent.click(screen.getByRole('checkbox', { name: 'Vider là où la cellule est vide' }))
  expect(await screen.findByText(/^QCM final.: présent → ABJ, absence justifiée$/)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Enregistrer une ligne' }))
  await screen.findByText('Une ligne enregistrée.')
  const { body } = await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })
  expect(body.lines.find(({ studentId }) => studentId === end.elise.id)?.result).toMatchObject({ status: 'blocked' })
  await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
  await screen.findByText(/Import annulé/)
  expect((await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })).body.lines).toEqual(
    before.lines,
  )
}, 60_000)

it('gives every file of a course in one table, for the exam that is chosen, and the three gestures above it', async () => {
  const second = await makeExam(world, { course: end.course, keys: ['a'] })
  await take(world, { who: end.elise, exam: second, ticks: ['a'] })
  connectWindow(world, end.nadia)
  const { history } = await visit(`/cours/${end.course.id}/fichiers`)
  const table = within(await screen.findByRole('table', { name: 'Tous les fichiers' }))
  const link = await table.findByRole('link', { name: /^Excel.*Évaluation finale/ })
  expect(link.getAttribute('href')).toBe(`/api/courses/${end.course.id}/exports/final-sheet?profile=xlsx_fr`)
  // The sheet; marks, points, answers, attendance, statistics and both files of sections of one exam; one rubric; the journal.
  expect(table.getAllByRole('link', { name: /^CSV pour Excel/ })).toHaveLength(10)
  expect(table.getAllByRole('link', { name: /^Moodle/ }).map((each) => each.getAttribute('href'))).toEqual([
    `/api/courses/${end.course.id}/exports/final-sheet?profile=moodle`,
    `/api/courses/${end.course.id}/exports/results/${end.exam.id}?profile=moodle`,
  ])
  expect(table.getByText(/2 notes/)).toBeTruthy()
  expect(table.getByRole('link', { name: /^ZIP/ }).getAttribute('href')).toMatch(`archives/${end.exam.id}`)

  const gestures = within(screen.getByRole('region', { name: 'Ce que l’on vient chercher' }))
  const hrefOf = (name: RegExp) => gestures.getByRole('link', { name }).getAttribute('href')
  expect(hrefOf(/^Apogée/)).toBe(`/api/courses/${end.course.id}/exports/final-sheet?profile=apogee`)
  expect(hrefOf(/^Moodle/)).toBe(`/api/courses/${end.course.id}/exports/final-sheet?profile=moodle`)
  expect(hrefOf(/, ZIP$/)).toMatch(`archives/${end.exam.id}`)
  // Not the exam that is open, which is said.
  expect(gestures.getAllByRole('link', { name: /, ZIP$/ })).toHaveLength(1)
  expect(gestures.getByText(/Une personne sans note n’y est pas \(DEF ou à décider\)/)).toBeTruthy()
  expect(gestures.getByText(/La feuille n’est pas finalisée/)).toBeTruthy()

  // The exam that is still open has its files, and no archive yet.
  await userEvent.selectOptions(screen.getByLabelText('Examen'), second.id)
  expect(history?.at(-1)).toContain(`examen=${second.id}`)
  expect(table.getByRole('link', { name: /^Moodle.*Notes/ }).getAttribute('href')).toMatch(`results/${second.id}`)
  expect(screen.queryByRole('link', { name: /^ZIP/ })).toBeNull()
  // Whichever exam is chosen, all of them are archived from above.
  expect(hrefOf(/, ZIP$/)).toMatch(`archives/${end.exam.id}`)
})

it('says what a coefficient weighs as people say it', () => {
  const rulesOf = (...coefficients: string[]) =>
    ({ parts: coefficients.map((coefficient) => ({ role: 'weighted', coefficient })) }) as unknown as AssessmentRules
  const share = (coefficient: string, ...others: string[]) =>
    shareText({ rules: rulesOf(coefficient, ...others), coefficient, language: 'fr' }).replace(/\s/, ' ')
  expect([share('0.5', '0.5'), share('1', '3'), share('1', '1', '1'), share('1', '7')]).toEqual([
    ...['50 %', '25 %', '1/3', '12,5 %'],
  ])
})

it('fills the file of the school: who is in it, what will be written, and the same file back', async () => {
  await world.db.student.update({ where: { id: end.elise.id }, data: { number: '00121' } })
  const saved: { name: string; blob: Blob }[] = []
  const { createObjectURL } = URL
  const { click } = HTMLAnchorElement.prototype
  let last = new Blob()
  URL.createObjectURL = (blob) => {
    last = blob as Blob
    return 'blob:filled'
  }
  HTMLAnchorElement.prototype.click = function () {
    saved.push({ name: this.download, blob: last })
  }
  try {
    connectWindow(world, end.nadia)
    const user = userEvent.setup()
    await visit(`/cours/${end.course.id}/fichiers`)
    await user.click(await screen.findByRole('link', { name: /^Remplir son fichier/ }))
    await user.selectOptions(await screen.findByLabelText('Notes à écrire'), end.exam.id)
    const field = await screen.findByLabelText(/^Fichier à remplir/)
    await user.upload(field, new File(['a;b\n1;2\n'], 'notes.csv'))
    expect(await screen.findByText(/Aucune colonne ne dit qui est chaque ligne/)).toBeTruthy()

    const text = 'N° étudiant;Nom;Contrôle A;Contrôle B\n00121;GAUTIER;;\n00999;PETIT;;\n'
    await user.upload(field, new File([text], 'notes.csv'))
    const button = await screen.findByRole('button', { name: /^Télécharger le fichier/ })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await user.selectOptions(screen.getByLabelText(/^Colonne des notes/), 'Contrôle B')
    expect(await screen.findByText('13,25')).toBeTruthy()
    expect(screen.getByText(/Personne de la classe.: la cellule reste vide/)).toBeTruthy()
    expect(screen.getByText(/n’est pas dans le fichier|ne sont pas dans le fichier/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Télécharger le fichier, une note écrite' }))
    await screen.findByText('Une note écrite dans le fichier.')
    expect(saved.map(({ name }) => name)).toEqual(['notes (rempli).csv'])
    const reader = new FileReader()
    reader.readAsText(saved[0]?.blob ?? new Blob())
    await waitFor(() => expect(reader.result).not.toBeNull())
    expect(reader.result).toBe(text.replace('GAUTIER;;', 'GAUTIER;;13,25'))

    // The next file of the same form needs no choice.
    cleanup()
    await visit(`/cours/${end.course.id}/fichiers/remplir`)
    await user.selectOptions(await screen.findByLabelText('Notes à écrire'), end.exam.id)
    await user.upload(await screen.findByLabelText(/^Fichier à remplir/), new File([text], 'notes.csv'))
    expect(await screen.findByText('13,25')).toBeTruthy()
  } finally {
    URL.createObjectURL = createObjectURL
    HTMLAnchorElement.prototype.click = click
    localStorage.clear()
  }
})
