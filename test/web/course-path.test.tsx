import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
beforeAll(async () => {
  await preparePages(import('#web/exports/HomePage.tsx'))
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(cleanup)

const section = (id: string, title: string) => ({ id, title, objectives: [], headings: [] })

async function courseWithQuestions() {
  const course = await world.course('Réseaux')
  const outline = {
    sessions: [{ id: 'j1', title: 'Jour 1', sections: [section('a', 'Adresses'), section('r', 'Routes')] }],
  }
  await world.db.course.update({ where: { id: course.id }, data: { outline: asColumn(outline) } })
  for (const rank of [1, 2, 3]) {
    const question = await world.db.question.create({
      data: { courseId: course.id, key: `adresses-${rank}`, section: 'a' },
    })
    const content = { id: question.key, section: 'a', difficulty: 'easy', level: 'apply', type: 'single' }
    await world.db.questionVersion.create({
      data: {
        ...{ questionId: question.id, number: 1, hash: String(rank), origin: 'browser' },
        content: asColumn({ ...content, purpose: 'exam', expectedSeconds: 60 }),
        rendered: asColumn({ stem: [], choices: {}, explanation: [] }),
      },
    })
  }
  return course
}

it('an empty course says what to do next, at each step', async () => {
  const course = await world.course('Vide')
  connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
  await visit(`/cours/${course.id}`)
  const path = await screen.findByRole('list', { name: 'Du support à l’examen' })
  const steps = within(path).getAllByRole('listitem')
  expect(steps.map((step) => within(step).getByRole('heading').textContent)).toEqual([
    'Support de cours, en cours',
    'Plan, à venir',
    'Questions, à venir',
    'Examen, à venir',
    'Classe, à venir',
  ])
  expect(within(path).getByRole('link', { name: 'Écrire le plan' }).getAttribute('href')).toBe(
    `/cours/${course.id}/plan`,
  )
  expect(within(path).getByText(/Aucune section/)).toBeTruthy()
  expect(within(path).getByRole('link', { name: 'Importer la classe' })).toBeTruthy()
  // The steps below would repeat the path.
  expect(screen.queryByText('À faire maintenant')).toBeNull()
})

it('says what an exam would ask, and proposes one that can be adjusted', async () => {
  const course = await courseWithQuestions()
  connectWindow(world, await world.staff('Nadia', { course, role: 'trainer' }))
  const { history } = await visit(`/cours/${course.id}`)
  await screen.findByText(/1 section sans question ; un examen de 20 en demande 10 par section/)
  await userEvent.click(screen.getByRole('button', { name: 'Examen en un clic' }))
  const dialog = await screen.findByRole('dialog', { name: 'Examen en un clic' })
  await within(dialog).findByText('1 sur 2')
  expect(within(dialog).getByText(/Une section reste sans question et ne sera pas couverte : Routes/)).toBeTruthy()
  expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: 'Routes' }).disabled).toBe(true)
  expect(within(dialog).getByRole<HTMLInputElement>('spinbutton', { name: /Nombre de questions/ }).value).toBe('3')
  expect(within(dialog).getByRole<HTMLInputElement>('spinbutton', { name: /Durée en minutes/ }).value).toBe('5')
  await userEvent.click(within(dialog).getByRole('button', { name: /Diminuer Nombre de questions/ }))
  await userEvent.click(within(dialog).getByRole('button', { name: /Augmenter Durée en minutes/ }))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Créer le brouillon' }))
  // The address is enough: the page of a draft has tests of its own, and is long to show on a busy machine.
  await waitFor(() => expect(history.at(-1)).toMatch(/\/examens\/.+/))
  const exam = await world.db.exam.findFirstOrThrow({ where: { courseId: course.id } })
  expect(exam).toMatchObject({
    ...{ status: 'draft', title: 'Examen', limitMinutes: 10 },
    blueprint: { questionIds: [], lines: [{ section: 'a', difficulty: 'easy', count: 2 }] },
  })
  expect(history.at(-1)).toBe(`/cours/${course.id}/examens/${exam.id}`)
})

it('leaves a draft when the publication that was asked with it is refused, and asks for none when Enter is pressed', async () => {
  const course = await courseWithQuestions()
  connectWindow(world, await world.staff('Nadia', { course, role: 'trainer' }))
  const { history } = await visit(`/cours/${course.id}`)
  await userEvent.click(await screen.findByRole('button', { name: 'Examen en un clic' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Examen en un clic' }))
  const create = await dialog.findByRole<HTMLButtonElement>('button', { name: 'Créer le brouillon' })
  await dialog.findByText('1 sur 2')
  // Enter presses the first button that submits the form.
  const submits = [...(create.form?.elements ?? [])].filter(
    (one) => one instanceof HTMLButtonElement && one.type === 'submit',
  )
  expect(submits).toEqual([create])
  await userEvent.click(dialog.getByRole('button', { name: 'Créer et publier' }))
  await waitFor(() => expect(history.at(-1)).toMatch(/\/examens\/.+/))
  // These questions have no text: the publication is refused, and the draft stays.
  const exam = await world.db.exam.findFirstOrThrow({ where: { courseId: course.id } })
  expect(exam.status).toBe('draft')
  expect(history.at(-1)).toBe(`/cours/${course.id}/examens/${exam.id}`)
})

it('does not say that codes were handed out when nobody is in the class', async () => {
  const course = await courseWithQuestions()
  connectWindow(world, await world.staff('Nadia', { course, role: 'trainer' }))
  await world.db.exam.create({
    data: {
      ...{ courseId: course.id, title: 'QCM', joinCode: 'NOBODY', limitMinutes: 40, seed: 's', scale: asColumn({}) },
      blueprint: { questionIds: [], lines: [{ count: 3 }] },
      markRule: { outOf: 2000, grain: 25, rounding: 'nearest' },
      release: { what: 'mark', when: 'by_hand' },
    },
  })
  await visit(`/cours/${course.id}`)
  await screen.findByText('Personne dans la classe : aucun code à remettre')
  expect(screen.queryByText('Codes personnels remis')).toBeNull()
  expect(screen.getByText('Le brouillon « QCM » attend sa publication.')).toBeTruthy()

  // Once published, the path is folded and the ten steps are back.
  await world.db.exam.updateMany({ where: { courseId: course.id }, data: { status: 'published' } })
  cleanup()
  await visit(`/cours/${course.id}`)
  expect((await screen.findByText(/Du support à l’examen : \d étapes faites sur 5/)).closest('details')?.open).toBe(
    false,
  )
  expect(screen.getByText('Le cours, en dix étapes')).toBeTruthy()
})
