import { act, cleanup, configure, screen, render as show, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Suspense, useState } from 'react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { render } from '#server/questions/rendering/render.ts'
import { completeWindow } from '#test/setup/page.tsx'
import { AnswerFields } from '#web/attempts/AnswerFields.tsx'
import { chosenWords } from '#web/questions/kinds/answer-parts.ts'
import { loadText } from '#web/text/load.ts'
import { TextProvider } from '#web/text/text.tsx'

configure({ asyncUtilTimeout: 20_000 })
beforeAll(async () => {
  completeWindow()
  await Promise.all([import('#web/questions/kinds/KindFields.tsx'), loadText('fr', 'student'), loadText('fr', 'kinds')])
})
afterEach(cleanup)

const id = '00000000-0000-4000-8000-000000000001'
const listed = (texts: readonly string[], part?: string) =>
  texts.map((text, rank) => {
    const own = 'abcdefgh'.charAt(rank)
    return part === undefined ? { id: own, text: render(text) } : { id: part + own, part, text: render(text) }
  })

const cloze: AskedQuestion = {
  id,
  type: 'cloze',
  points: 100,
  stem: render('Une commande :\n\n```bash\nkubectl [[1]] pods --namespace [[2]]\n```\n\nElle [[3]] les Pods.'),
  choices: [
    ...listed(['get', 'run', '`apply`'], '1'),
    ...listed(['default', 'tous'], '2'),
    ...listed(['liste', 'crée'], '3'),
  ],
}
const ordering: AskedQuestion = {
  id,
  type: 'ordering',
  points: 100,
  certainty: 3,
  stem: render('Dans quel ordre ?'),
  choices: listed(['`COPY . .`', '`FROM node`', '`RUN npm ci`', 'CMD']),
  parts: ['1', '2', '3', '4'].map((part) => ({ id: part })),
}
const matching: AskedQuestion = {
  id,
  type: 'matching',
  points: 100,
  stem: render('Associez.'),
  choices: listed(['une adresse stable', 'trois copies', 'une tâche à heure fixe']),
  parts: [
    { id: '1', text: render('Service') },
    { id: '2', text: render('`CronJob`') },
  ],
}
const exact: AskedQuestion = {
  id,
  type: 'exact_answer',
  points: 100,
  stem: render('Quelle commande ?'),
  choices: [],
  typed: { kind: 'text', case: true },
}

type SheetProps = { question: AskedQuestion; first: string[]; onGiven: (choices: string[]) => void }

function Sheet({ question, first, onGiven }: SheetProps) {
  const [chosen, setChosen] = useState(first)
  const choose = (choices: string[]) => {
    onGiven(choices)
    setChosen(choices)
  }
  return <AnswerFields question={question} chosen={chosen} isOff={false} onChoose={choose} />
}

/** The answers given so far, the last one last. */
async function ask(question: AskedQuestion, first: string[] = []) {
  const given: string[][] = []
  await act(async () => {
    show(
      <Suspense>
        <TextProvider>
          <Sheet question={question} first={first} onGiven={(choices) => given.push(choices)} />
        </TextProvider>
      </Suspense>,
    )
    await Promise.resolve()
  })
  return given
}

describe('a text with gaps', () => {
  it('has a list in place of each gap, in code too, called by its place', async () => {
    const given = await ask(cloze)
    const lists = await screen.findAllByRole('combobox')
    expect(lists.map((list) => list.getAttribute('aria-label'))).toEqual([
      'Trou 1 sur 3',
      'Trou 2 sur 3',
      'Trou 3 sur 3',
    ])
    expect(screen.getByRole('group', { name: /Elle Trou 3 sur 3 les Pods/ })).toBeTruthy()
    const code = screen.getByText(/namespace/).closest('pre')
    expect(within(code as HTMLElement).getAllByRole('combobox')).toHaveLength(2)
    expect(code?.textContent).toMatch(/^kubectl Trou 1.* pods --namespace Trou 2/)
    expect(document.body.textContent).not.toContain('[[')
    await userEvent.selectOptions(lists[1] as HTMLElement, 'tous')
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Trou 1 sur 3' }), 'apply')
    expect(given).toEqual([['2b'], ['1c', '2b']])
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Trou 2 sur 3' }), '')
    expect(given.at(-1)).toEqual(['1c'])
  })

  it('keeps the same lists while they are filled, so that the focus stays', async () => {
    await ask(cloze)
    const [list] = await screen.findAllByRole('combobox')
    await userEvent.selectOptions(list as HTMLElement, 'get')
    expect(screen.getAllByRole('combobox')[0]).toBe(list)
  })

  it('is cleared, and says in words what is chosen and what is left', async () => {
    const given = await ask(cloze, ['1a', '3b'])
    expect(chosenWords(cloze, ['1a', '3b'])).toBe('get, –, crée')
    await userEvent.click(await screen.findByRole('button', { name: 'Effacer mes réponses' }))
    expect(given).toEqual([[]])
    expect(screen.getAllByRole('combobox').map((list) => (list as HTMLSelectElement).value)).toEqual(['', '', ''])
  })
})

const rows = () => screen.getAllByRole('listitem').map((row) => row.querySelector('.ordering__letter')?.textContent)

describe('an order', () => {
  it('is blank until it is kept or an item moves', async () => {
    const given = await ask(ordering)
    expect(await screen.findByText('Cet ordre n’est pas encore votre réponse.')).toBeTruthy()
    expect(rows()).toEqual(['A', 'B', 'C', 'D'])
    expect(chosenWords(ordering, [])).toBe('–, –, –, –')
    await userEvent.click(screen.getByRole('button', { name: 'Garder cet ordre' }))
    expect(given).toEqual([['1a', '2b', '3c', '4d']])
    expect(screen.queryByText('Cet ordre n’est pas encore votre réponse.')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Effacer mes réponses' }))
    expect(await screen.findByText('Cet ordre n’est pas encore votre réponse.')).toBeTruthy()
  })

  it('is made by buttons, and says where the item went', async () => {
    const given = await ask(ordering)
    await userEvent.click(await screen.findByRole('button', { name: 'Monter B, place 2 sur 4' }))
    expect(given).toEqual([['1b', '2a', '3c', '4d']])
    expect(rows()).toEqual(['B', 'A', 'C', 'D'])
    expect(screen.getByRole('status').textContent).toMatch(/^B.: place 1 sur 4$/)
  })

  it('is made by keys alone: arrows, the number of a place, and the focus follows', async () => {
    const given = await ask(ordering)
    const down = await screen.findByRole('button', { name: 'Descendre B, place 2 sur 4' })
    down.focus()
    await userEvent.keyboard('{ArrowDown}')
    expect(rows()).toEqual(['A', 'C', 'B', 'D'])
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Descendre B, place 3 sur 4')
    await userEvent.keyboard('1')
    expect(rows()).toEqual(['B', 'A', 'C', 'D'])
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Descendre B, place 1 sur 4')
    await userEvent.keyboard('{ArrowUp}{End}')
    expect(given.at(-1)).toEqual(['1a', '2c', '3d', '4b'])
  })

  it('is typed as its letters, and keeps the certainty', async () => {
    const given = await ask(ordering, ['1a', '2b', '3c', '4d', '~2'])
    const letters = await screen.findByLabelText('Ou tapez l’ordre en lettres')
    expect((letters as HTMLInputElement).value).toBe('ABCD')
    await userEvent.clear(letters)
    await userEvent.type(letters, 'd c,b')
    expect(given).toEqual([])
    await userEvent.type(letters, ' a')
    expect(given).toEqual([['1d', '2c', '3b', '4a', '~2']])
  })
})

describe('pairs', () => {
  it('are made from one list of lettered answers, shown once', async () => {
    const given = await ask(matching)
    const list = await screen.findByRole('list', { name: 'Réponses proposées' })
    expect(within(list).getAllByRole('listitem')).toHaveLength(3)
    const service = screen.getByRole('combobox', { name: 'Service' })
    expect(
      within(service)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Choisir…', 'A. une adresse stable', 'B. trois copies', 'C. une tâche à heure fixe'])
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'CronJob' }), 'C. une tâche à heure fixe')
    await userEvent.selectOptions(service, 'C. une tâche à heure fixe')
    expect(given).toEqual([['2c'], ['1c', '2c']])
    expect(chosenWords(matching, ['2c'])).toBe('–, C')
  })
})

describe('a typed answer', () => {
  const field = () => screen.findByLabelText('Votre réponse')

  it('says its rules first, and is saved when typing pauses', async () => {
    const given = await ask(exact)
    const input = await field()
    const described = document.getElementById(input.getAttribute('aria-describedby') ?? '')
    expect(described?.textContent).toContain('Majuscules et minuscules comptent.')
    await userEvent.type(input, 'kubectl get pods')
    await expect.poll(() => given.at(-1)).toEqual(['=kubectl get pods'])
    expect(chosenWords(exact, ['=kubectl get pods'])).toBe('kubectl get pods')
  })

  it('is saved at once when the field is left, when the page is hidden and when it closes', async () => {
    const given = await ask(exact)
    await userEvent.type(await field(), 'a')
    await userEvent.tab()
    expect(given.at(-1)).toEqual(['=a'])
    await userEvent.type(await field(), 'b')
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    expect(given.at(-1)).toEqual(['=ab'])
    await userEvent.type(await field(), 'c')
    cleanup()
    expect(given.at(-1)).toEqual(['=abc'])
  })

  it('is blank when it has only spaces, and is cleared with its field', async () => {
    const given = await ask(exact, ['=kubectl', '~2'])
    const input = (await field()) as HTMLInputElement
    expect(input.value).toBe('kubectl')
    await userEvent.type(input, ' x{Enter}')
    expect(given).toEqual([['=kubectl x', '~2']])
    await userEvent.click(screen.getByRole('button', { name: 'Effacer ma réponse' }))
    expect(given.at(-1)).toEqual([])
    await expect.poll(() => input.value).toBe('')
    await userEvent.type(input, '  ')
    await userEvent.tab()
    expect(given.at(-1)).toEqual([])
  })

  it('says the unit of a number, and whether it may be left out', async () => {
    await ask({ ...exact, typed: { kind: 'number', unit: 'Gio', unitRequired: true } })
    await field()
    expect(screen.getByText('L’unité, Gio, doit être écrite.')).toBeTruthy()
  })
})
