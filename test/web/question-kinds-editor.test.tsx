import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Question } from '#core/questions/question.ts'
import { preparePages, visit } from '#test/setup/page.tsx'
import { smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import { connectWindow } from '#test/setup/window.ts'
import { newGap } from '#web/questions/answers/first-answers.ts'
import { withGapAt, withoutGap } from '#web/questions/answers/gap-moves.ts'
import { loadText } from '#web/text/load.ts'

let world: SmallWorld
let courseId: string
beforeAll(async () => {
  await preparePages(
    import('#web/questions/NewQuestionPage.tsx'),
    import('#web/questions/EditQuestionPage.tsx'),
    import('#web/questions/BankQuestionPage.tsx'),
    import('#web/questions/kinds/kinds.ts'),
    loadText('fr', 'kinds'),
  )
  world = await createSmallWorld()
})
afterAll(() => world.close())
afterEach(() => {
  cleanup()
  localStorage.clear()
})
beforeEach(async () => {
  const course = await world.startOver({ 'un/images.yaml': smallSection('images', smallQuestion('img-a')) })
  courseId = course.id
  connectWindow(world, await world.staff('Nadia', { course, role: 'trainer' }))
})

const field = (name: string | RegExp) => screen.findByRole('textbox', { name })
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))
/** Braces and brackets are keys of userEvent: they are pasted. */
async function write(name: string | RegExp, words: string) {
  await userEvent.click(await field(name))
  await userEvent.paste(words)
}

async function startNew(type: string) {
  await visit(`/cours/${courseId}/questions/nouvelle`)
  await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Type' }), type)
  await write('Explication', 'Parce que le cours le dit.')
}

/** Saves by the keyboard, and reads what the bank has. */
async function saved(): Promise<Question> {
  await userEvent.keyboard('{Control>}s{/Control}')
  return waitFor(async () => {
    const found = await world.db.question.findFirst({ where: { courseId, key: { not: 'img-a' } } })
    const version = await world.db.questionVersion.findFirstOrThrow({
      where: { questionId: found?.id ?? '' },
      orderBy: { number: 'desc' },
    })
    return version.content as unknown as Question
  })
}

const keyOf = ({ choices }: Question) => choices.flatMap(({ correct, text }) => (correct ? [text] : []))

describe('a new question', () => {
  it('hides what is selected in the stem as a gap, with its right option written', async () => {
    await startNew('Texte à compléter')
    await write('Énoncé', 'Une image est une pile de couches. Écrivez [[1]] aussi.')
    const stem = (await field('Énoncé')) as HTMLTextAreaElement
    stem.setSelectionRange(26, 33)
    await press('Ajouter un trou')
    expect(stem.value).toBe('Une image est une pile de [[1]]. Écrivez [[2]] aussi.')
    expect(((await field('Trou 1, proposition 1')) as HTMLInputElement).value).toBe('couches')
    await write('Trou 1, proposition 2', 'volumes')
    await write('Trou 1, proposition 3', 'processus')
    await write('Trou 2, proposition 1', 'cela')
    await userEvent.type(await field('Trou 2, proposition 2'), 'ceci{Enter}')
    await userEvent.click(screen.getByRole('radio', { name: 'Trou 2, proposition 2 est la bonne' }))
    await write('Trou 2, proposition 3', 'rien')
    // As the student sees it.
    expect(await screen.findByRole('combobox', { name: 'Trou 2 sur 2' })).toBeTruthy()
    const question = await saved()
    expect(question.type).toBe('cloze')
    expect(keyOf(question)).toEqual(['couches', 'ceci'])
  })

  it('puts items in order by keys alone, and says what a part of it earns', async () => {
    await startNew('Mise en ordre')
    await write('Énoncé', 'Dans quel ordre ?')
    await userEvent.click(await field('Élément 1'))
    const named = () => document.activeElement?.closest('.field')?.querySelector('label')?.textContent
    for (const [rank, words] of ['un', 'deux', 'quatre', 'trois'].entries()) {
      await expect.poll(named).toBe(`Élément ${rank + 1}`)
      await userEvent.keyboard(words)
      if (words !== 'trois') await userEvent.keyboard('{Enter}')
    }
    await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
    await waitFor(async () => expect(((await field('Élément 3')) as HTMLTextAreaElement).value).toBe('trois'))
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: /^Ce que rapporte/ }),
      'Une part par couple dans le bon ordre',
    )
    const question = await saved()
    expect(keyOf(question)).toEqual(['un', 'deux', 'trois', 'quatre'])
    expect(question.partial).toBe('pairs')
  })

  it('pairs lines with answers, which two lines may share, and adds one that fits none', async () => {
    await startNew('Appariement')
    await write('Énoncé', 'À quoi sert chacun ?')
    await write('Ligne 1', 'Service')
    await write('Réponse de la ligne 1', 'une adresse')
    await write('Ligne 2', 'Deployment')
    await write('Réponse de la ligne 2', 'des copies')
    await write('Ligne 3', 'ReplicaSet')
    await write('Réponse de la ligne 3', 'des copies')
    await press('Ajouter une réponse en trop')
    await write('Réponse en trop 1', 'un disque')
    const question = await saved()
    expect(question.parts?.map(({ text }) => text)).toEqual(['Service', 'Deployment', 'ReplicaSet'])
    expect(keyOf(question)).toEqual(['une adresse', 'des copies', 'des copies'])
    expect(new Set(question.choices.map(({ text }) => text)).size).toBe(3)
  })

  it('accepts several typed answers, foresees a wrong one, and shows the rules to the student', async () => {
    await startNew('Réponse exacte')
    await write('Énoncé', 'Quelle commande ?')
    await write('Réponse acceptée 1', 'kubectl get pods -A')
    await press('Ajouter une réponse acceptée')
    await write('Réponse acceptée 2', 'kubectl get pods --all-namespaces')
    await press('Ajouter une erreur prévue')
    await write('Erreur prévue 1', 'kubectl get pods')
    await userEvent.click(screen.getByRole('checkbox', { name: 'Distinguer majuscules et minuscules' }))
    expect(await screen.findByText('Majuscules et minuscules comptent.')).toBeTruthy()
    const question = await saved()
    expect(keyOf(question)).toEqual(['kubectl get pods -A', 'kubectl get pods --all-namespaces'])
    expect(question.choices.find(({ correct }) => !correct)?.text).toBe('kubectl get pods')
    expect(question.typed).toEqual({ kind: 'text', case: true })
  })

  it('keeps what was written for a type while another is tried', async () => {
    await startNew('Mise en ordre')
    await write('Élément 1', 'gardé')
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'Réponse unique')
    expect(await field('Proposition A')).toBeTruthy()
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'Mise en ordre')
    expect(((await field('Élément 1')) as HTMLTextAreaElement).value).toBe('gardé')
  })

  it('says beside each gap what it lacks, once it was to be saved', async () => {
    await startNew('Texte à compléter')
    await write('Énoncé', 'Un [[1]].')
    const gap = await screen.findByRole('group', { name: /^Trou 1/ })
    expect(gap.querySelector('.field__error')).toBeNull()
    await userEvent.keyboard('{Control>}s{/Control}')
    await waitFor(() => expect(within(gap).getByText(/proposition/i, { selector: '.field__error span' })).toBeTruthy())
  })
})

describe('the gaps of a text', () => {
  it('are numbered in the order of the text when one is added before another', () => {
    const next = withGapAt({ stem: 'a bb c [[1]]', gaps: [newGap('x')] }, { from: 2, to: 4 })
    expect(next.stem).toBe('a [[1]] c [[2]]')
    expect(next.gaps.map(({ options }) => options[0]?.text)).toEqual(['bb', 'x'])
  })

  it('give their right words back when one is removed', () => {
    const gaps = [newGap('un'), newGap('deux'), newGap('trois')]
    const next = withoutGap({ stem: '[[1]] [[2]] [[3]]', gaps }, 1)
    expect(next.stem).toBe('[[1]] deux [[2]]')
    expect(next.gaps.map(({ options }) => options[0]?.text)).toEqual(['un', 'trois'])
  })
})
