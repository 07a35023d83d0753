import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { png, svg } from '#test/setup/images.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import { connectWindow } from '#test/setup/window.ts'
import type { Someone } from '#test/setup/world.ts'
import { preloadImages } from '#web/attempts/sitting/preload.ts'
import { withImage } from '#web/questions/with-image.ts'

let world: SmallWorld
let courseId: string
let nadia: Someone
beforeAll(async () => {
  await preparePages(import('#web/questions/EditQuestionPage.tsx'))
  world = await createSmallWorld()
  const course = await world.startOver({ 'un/images.yaml': smallSection('images', smallQuestion('img-a')) })
  courseId = course.id
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
})
afterAll(() => world.close())
afterEach(() => {
  cleanup()
  localStorage.clear()
})

const shownAs = (name: string, bytes: Buffer) => new File([Uint8Array.from(bytes)], name, { type: 'image/png' })

async function edit() {
  const network = connectWindow(world, nadia)
  const { id } = await world.db.question.findFirstOrThrow({ where: { courseId } })
  await visit(`/cours/${courseId}/questions/${id}/modifier`)
  return { network, stem: await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Énoncé' }) }
}
const sent = (asked: readonly string[]) => asked.filter((one) => one.startsWith('POST') && one.endsWith('/images'))
const describe = async (words: string) => {
  const dialog = await screen.findByRole('dialog', { name: 'Décrire l’image' })
  await userEvent.type(within(dialog).getByLabelText('Texte de remplacement'), `${words}{Enter}`)
}
const address = /images\/[0-9a-f]{64}-8x5\.png/

it('an image that is pasted is sent, described, then in the text at the caret and in the preview', async () => {
  const { network, stem } = await edit()
  stem.setSelectionRange(7, 7)
  fireEvent.paste(stem, { clipboardData: { files: [shownAs('x.png', png())], getData: () => '' } })
  const dialog = await screen.findByRole('dialog', { name: 'Décrire l’image' })
  expect(stem.value).not.toMatch(address)
  // Nothing without words.
  await userEvent.click(within(dialog).getByRole('button', { name: 'Insérer' }))
  expect(within(dialog).getByText('Décrivez l’image en quelques mots.')).toBeTruthy()
  await describe('une [[pile]')
  expect(stem.value).toMatch(/^De quoi !\[une \\\[pile\\\]\]\(images\/[0-9a-f]{64}-8x5\.png\) est faite/)
  expect(sent(network.asked)).toHaveLength(1)
  const image = await screen.findByRole('img', { name: 'une [pile]' })
  expect([image.getAttribute('width'), image.getAttribute('height')]).toEqual(['8', '5'])
  expect(image.getAttribute('src')).toMatch(/^\/api\/images\/[0-9a-f]{64}$/)
})

it('an image that is dropped on a choice goes into that choice', async () => {
  await edit()
  const choice = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Proposition B' })
  choice.setSelectionRange(choice.value.length, choice.value.length)
  const dataTransfer = { files: [shownAs('x.png', png({ seed: 3 }))], types: ['Files'] }
  fireEvent.dragOver(choice, { dataTransfer })
  fireEvent.drop(choice, { dataTransfer })
  await describe('un disque')
  expect(choice.value).toMatch(/^D’un noyau et d’un disque !\[un disque\]\(images\//)
})

it('a file that is chosen is judged by what it holds, and the reason is said', async () => {
  const { stem } = await edit()
  const before = stem.value
  const box = stem.closest<HTMLElement>('.markdown-field') as HTMLElement
  expect(screen.getByRole('button', { name: 'Insérer une image dans «\u202fÉnoncé\u202f»' })).toBeTruthy()
  const chooser = box.querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement
  await userEvent.upload(chooser, shownAs('dessin.png', svg))
  await waitFor(() => expect(box.querySelector('.field__error')?.textContent).toMatch(/^Les dessins SVG/))
  expect(stem.value).toBe(before)
  await userEvent.type(stem, ' ')
  expect(box.querySelector('.field__error')).toBeNull()
})

it('a heavy one is refused before it travels; words that come with a picture of them stay words', async () => {
  const { network, stem } = await edit()
  const heavy = shownAs('x.png', Buffer.alloc(1024 * 1024 + 1))
  fireEvent.paste(stem, { clipboardData: { files: [heavy], getData: () => '' } })
  expect((await screen.findAllByText(/dépasse 1\sMo/)).length).toBeGreaterThan(0)
  fireEvent.paste(stem, { clipboardData: { files: [shownAs('x.png', png())], getData: () => 'a\tb' } })
  expect(sent(network.asked)).toEqual([])
})

it('an image takes the place of what is selected, apart from the word before it', () => {
  const given = { words: ' a  b ', address: 'images/x' }
  expect(withImage({ ...given, text: 'un deux', from: 3, to: 7 })).toEqual({ text: 'un ![a b](images/x)', caret: 19 })
  expect(withImage({ ...given, text: 'un', from: 2, to: 2 })).toEqual({ text: 'un ![a b](images/x)', caret: 19 })
  expect(withImage({ ...given, text: '', from: 0, to: 0 }).text).toBe('![a b](images/x)')
})

it('the images of a copy are asked for at its start, each of them', () => {
  const asked: string[] = []
  vi.stubGlobal(
    'Image',
    class {
      set src(address: string) {
        asked.push(address)
      }
    },
  )
  const image = (hash: string) => ({ type: 'element', tag: 'img', props: { src: `/api/images/${hash}`, alt: 'x' } })
  preloadImages([
    { stem: [image('aa')], choices: [{ text: [image('bb')] }] },
    { stem: [], choices: [] },
  ])
  vi.unstubAllGlobals()
  expect(asked).toEqual(['/api/images/aa', '/api/images/bb'])
})
