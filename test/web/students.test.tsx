import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { inviteMember } from '#contract/auth/auth.ts'
import { addStudent, listStudents } from '#contract/students/students.ts'
import { completeWindow, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'
import { call } from '#web/api.ts'

// A page's code is fetched the first time it is shown.
configure({ asyncUtilTimeout: 20_000 })

let world: World
let course: { id: string }
let nadia: Someone
beforeAll(async () => {
  completeWindow()
  world = await createWorld()
})
afterAll(() => world.close())

beforeEach(async () => {
  localStorage.clear()
  course = await world.course()
  nadia = await world.staff('Nadia', { course, role: 'owner' })
})
afterEach(cleanup)

const names = async () => {
  const { body } = await world.ask(nadia, listStudents, { params: { courseId: course.id }, query: {} })
  return body.students.map(({ familyName }) => familyName)
}

it('shows what an import would do, writes it, and takes it back from the message', async () => {
  connectWindow(world, nadia)
  const user = userEvent.setup()
  const location = await visit(`/cours/${course.id}/etudiants/import`)

  await user.click(await screen.findByRole('radio', { name: 'Coller' }))
  await user.click(screen.getByLabelText('Lignes copiées'))
  await user.paste('Nom;Prénom;E-mail\nGautier;Élise;elise@exemple.fr\nNdiaye;Awa;awa(at)exemple\n')
  const preview = within(await screen.findByRole('region', { name: 'Aperçu' }))
  expect(preview.getByRole('button', { name: 'Nom de famille, ligne 2 : Gautier' })).toBeTruthy()
  await user.click(preview.getByRole('radio', { name: /Laissées de côté/ }))
  expect(preview.getByText(/n’a pas la forme/)).toBeTruthy()
  expect(await names()).toEqual([])

  await user.click(preview.getByRole('button', { name: /^Importer\s: 1 ajout/ }))
  expect(await screen.findByRole('link', { name: 'Gautier Élise' })).toBeTruthy()
  expect(location.history.at(-1)).toBe(`/cours/${course.id}/etudiants`)
  expect(await names()).toEqual(['Gautier'])

  await user.click(screen.getByRole('button', { name: 'Annuler' }))
  expect(await screen.findByRole('heading', { name: 'La classe est vide' })).toBeTruthy()
  expect(await names()).toEqual([])
})

it('says what it left out of a list, and lets encoding and columns be chosen', async () => {
  connectWindow(world, nadia)
  const user = userEvent.setup()
  await visit(`/cours/${course.id}/etudiants/import`)
  const list = 'Liste de la classe;;\nNom;Prénom;Login\nLefèvre;Anaïs;al12\n'
  await user.upload(
    await screen.findByLabelText(/^Fichier de la classe/),
    new File([Buffer.from(list, 'latin1')], 'classe.csv'),
  )
  const preview = within(await screen.findByRole('region', { name: 'Aperçu' }))
  expect(preview.getByRole('button', { name: /^Prénom, ligne 3.: Anaïs$/ })).toBeTruthy()
  expect(preview.getByText(/lu comme «.Windows-1252/)).toBeTruthy()
  expect(preview.getByText(/Une ligne avant les titres a été passée.: Liste de la classe/)).toBeTruthy()
  expect(preview.getByText(/Colonne laissée de côté.: Login/)).toBeTruthy()

  await user.selectOptions(preview.getByLabelText('Lire le fichier comme'), 'macintosh')
  // The preview is made anew.
  expect(await screen.findByText(/lu comme «.MacRoman/)).toBeTruthy()
  expect(screen.queryByRole('button', { name: /: Anaïs$/ })).toBeNull()

  await user.click(screen.getByRole('radio', { name: 'Coller' }))
  await user.click(screen.getByLabelText('Lignes copiées'))
  await user.paste('FRANKLIN;Benoît\nDE LA TOUR;Ella\n')
  expect(await screen.findByText(/n’a pas de ligne de titres/)).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Nom de famille, ligne 2.: DE LA TOUR$/ })).toBeTruthy()
  await user.selectOptions(screen.getByLabelText('Nom de famille'), '1')
  await user.selectOptions(screen.getByLabelText('Prénom'), '0')
  expect(await screen.findByRole('button', { name: /^Nom de famille, ligne 2.: Ella$/ })).toBeTruthy()
  // Another list of the same form is read as this one was.
  await user.clear(screen.getByLabelText('Lignes copiées'))
  await user.click(screen.getByLabelText('Lignes copiées'))
  await user.paste('FRANKLIN;Benoît\nDE LA TOUR;Zoé\n')
  expect(await screen.findByRole('button', { name: /^Nom de famille, ligne 2.: Zoé$/ })).toBeTruthy()
})

it('takes a workbook as it is, asks which of its sheets, and says what to do with one it cannot read', async () => {
  connectWindow(world, nadia)
  const user = userEvent.setup()
  await visit(`/cours/${course.id}/etudiants/import`)
  const field = () => screen.findByLabelText(/^Fichier de la classe/)
  await user.upload(await field(), new File(['Nom;Prénom'], 'classe.xlsx'))
  expect(await screen.findByText(/porte le nom d’un classeur mais n’en est pas un/)).toBeTruthy()

  const bytes = await writeXlsx({
    sheets: [
      {
        name: 'Groupe A',
        rows: [
          ['NOM', 'Prénom', 'N°'],
          ['Gautier', 'Élise', 121],
        ],
        columns: [{}, {}, { numFmt: '00000' }],
      },
      { name: 'Groupe B', rows: [['Étudiants du groupe B'], ['NOM', 'Prénom'], ['Roy', 'Ana'], ['Petit', 'Léo']] },
    ],
  })
  await user.upload(await field(), new File([Buffer.from(bytes)], 'classe.xlsx'))
  expect(await screen.findByRole('button', { name: /^Numéro.*, ligne 2.: 00121$/ })).toBeTruthy()
  expect(screen.queryByText(/n’en est pas un/)).toBeNull()
  await user.selectOptions(screen.getByLabelText('Feuille du classeur'), 'Groupe B (4 lignes)')
  expect(await screen.findByRole('button', { name: /^Prénom, ligne 3.: Ana$/ })).toBeTruthy()
  await user.click(await screen.findByRole('button', { name: /^Importer.: 2 ajouts/ }))
  await screen.findByRole('link', { name: 'Roy Ana' })
  expect((await names()).sort()).toEqual(['Petit', 'Roy'])
})

it('writes what is on the screen: an edited list is previewed anew, with its cells mended as before', async () => {
  connectWindow(world, nadia)
  const user = userEvent.setup()
  await visit(`/cours/${course.id}/etudiants/import`)
  await user.click(await screen.findByRole('radio', { name: 'Coller' }))
  const field = screen.getByLabelText('Lignes copiées')
  await user.click(field)
  await user.paste('Nom;Prénom;Tiers temps\nGautier;Élise;un peu\n')
  const cell = await screen.findByRole('button', { name: /^Temps majoré, ligne 2.: un peu$/ })
  expect(screen.getByText(/la personne est importée sans/)).toBeTruthy()
  await user.click(cell)
  await user.clear(screen.getByRole('textbox', { name: 'Temps majoré, ligne 2' }))
  await user.type(screen.getByRole('textbox', { name: 'Temps majoré, ligne 2' }), '1/3 temps{Enter}')
  expect(await screen.findByText(/Temps majoré.: Tiers temps/)).toBeTruthy()
  expect(screen.queryByText(/la personne est importée sans/)).toBeNull()

  await user.clear(field)
  expect(screen.getByRole('button', { name: /^Importer/ }).getAttribute('aria-busy')).toBe('true')
  await user.click(field)
  await user.paste('Nom;Prénom;Tiers temps\nRoy;Ana;bof\nGautier;Élise;un peu\n')
  await screen.findByRole('button', { name: /^Temps majoré, ligne 3.: 1\/3 temps$/ })
  await user.click(screen.getByRole('button', { name: /^Importer.: 2 ajouts/ }))
  expect(await screen.findByText(/Temps majoré à préciser/)).toBeTruthy()
  const written = await world.db.student.findMany({ where: { courseId: course.id }, orderBy: { createdAt: 'asc' } })
  expect(written.map(({ familyName, extraTime }) => [familyName, extraTime.kind])).toEqual(
    expect.arrayContaining([
      ['Roy', 'none'],
      ['Gautier', 'ratio'],
    ]),
  )
})

it('shows a new code once, on the page that made it', async () => {
  await world.student({ course, name: 'Ana Roy' })
  connectWindow(world, nadia)
  const user = userEvent.setup()
  await visit(`/cours/${course.id}/etudiants/codes`)
  await user.click(await screen.findByRole('button', { name: 'Créer un code' }))
  const slips = await screen.findByRole('list', { name: 'Codes à découper' })
  expect(slips.textContent).toMatch(/Roy Ana.*[0-9A-Z]{4}-[0-9A-Z]{4}/)

  // The trainer is on the machine itself: its own address is not printed, and another is asked for.
  expect(slips.textContent).not.toMatch(/localhost/)
  expect(screen.queryByRole('button', { name: 'Imprimer le code' })).toBeNull()
  const field = screen.getByRole('textbox', { name: /Adresse que tapent les étudiants/ })
  await user.type(field, '127.0.0.1:3000')
  await user.click(screen.getByRole('button', { name: 'Enregistrer l’adresse' }))
  expect(await screen.findByText(/ramène chacun à son propre ordinateur/)).toBeTruthy()
  await user.clear(field)
  await user.type(field, '192.168.1.20:3000')
  await user.click(screen.getByRole('button', { name: 'Enregistrer l’adresse' }))
  expect(await screen.findByRole('button', { name: 'Imprimer le code' })).toBeTruthy()
  expect(slips.textContent).toContain('ouvrez 192.168.1.20:3000.')

  cleanup()
  await visit(`/cours/${course.id}/etudiants/codes`)
  expect(await screen.findByRole('heading', { name: 'Tout le monde a son code' })).toBeTruthy()
  expect(document.body.textContent).not.toMatch(/[0-9A-Z]{4}-[0-9A-Z]{4}/)
})

it('sends a visitor to the door, and back where they were going once they are in', async () => {
  const { link } = (
    await world.ask(nadia, inviteMember, {
      params: { courseId: course.id },
      body: { email: 'lea@exemple.fr', role: 'trainer' },
    })
  ).body
  connectWindow(world, nobody)
  const user = userEvent.setup()

  // The link: its secret leaves the address at once, a short password is refused before it is sent.
  window.location.hash = new URL(link).hash
  await visit('/lien')
  expect(await screen.findByRole('heading', { name: /^Rejoindre/ })).toBeTruthy()
  expect(window.location.hash).toBe('')
  await user.type(screen.getByLabelText('Nom affiché'), 'Léa')
  await user.type(screen.getByLabelText('Mot de passe'), 'trop court')
  await user.click(screen.getByRole('button', { name: 'Entrer dans Barème' }))
  expect(screen.getByText(/trop court : 12 caractères/)).toBeTruthy()
  await user.type(screen.getByLabelText('Mot de passe'), ' pour entrer')
  await user.click(screen.getByRole('button', { name: 'Entrer dans Barème' }))
  await waitFor(() => expect(screen.queryByRole('heading', { name: /^Rejoindre/ })).toBeNull())

  cleanup()
  connectWindow(world, nobody)
  const location = await visit(`/cours/${course.id}/equipe`)
  await user.type(await screen.findByLabelText('Adresse e-mail'), 'lea@exemple.fr')
  await user.type(screen.getByLabelText('Mot de passe'), 'mauvais mot de passe')
  await user.click(screen.getByRole('button', { name: 'Se connecter' }))
  expect(await screen.findByText('Adresse ou mot de passe incorrect.')).toBeTruthy()
  await user.clear(screen.getByLabelText('Mot de passe'))
  await user.type(screen.getByLabelText('Mot de passe'), 'trop court pour entrer')
  await user.click(screen.getByRole('button', { name: 'Se connecter' }))
  await waitFor(() => expect(location.history.at(-1)).toBe(`/cours/${course.id}/equipe`))
})

it('says on the first day that the class is to be imported', async () => {
  connectWindow(world, nadia)
  await visit(`/cours/${course.id}`)
  const steps = within(await screen.findByRole('list', { name: 'Du support à l’examen' }))
  expect(steps.getAllByRole('listitem')).toHaveLength(5)
  const link = steps.getByRole('link', { name: 'Importer la classe' })
  expect(link.getAttribute('href')).toBe(`/cours/${course.id}/etudiants/import`)
})

it('counts the class again after an act, whatever did it', async () => {
  connectWindow(world, nadia)
  await visit(`/cours/${course.id}/journal`)
  const count = () => screen.getAllByRole('link', { name: /^Étudiants/ })[0]?.textContent
  await waitFor(() => expect(count()).toMatch(/0$/))
  await call(addStudent, { params: { courseId: course.id }, body: { familyName: 'Gautier' } })
  await waitFor(() => expect(count()).toMatch(/1$/))
})
