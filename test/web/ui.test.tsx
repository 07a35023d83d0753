import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, Suspense, useState } from 'react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadText } from '#web/text/load.ts'
import { StaffText, TextProvider } from '#web/text/text.tsx'
import { withoutRoom } from '#web/ui/ActionsRow.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import type { ViewNode } from '#web/ui/code-lines.ts'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Table } from '#web/ui/Table.tsx'
import { ToastProvider } from '#web/ui/ToastProvider.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { instantOf, wallTimeOf } from '#web/ui/wall-time.ts'

beforeAll(async () => {
  await Promise.all([loadText('fr', 'student'), loadText('fr', 'staff')])
  // Testing Library sets it by itself only where test functions are global.
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  // jsdom has the element without its methods.
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false
  }
})

afterEach(cleanup)

/** With the sentences of the site around it, as on a page of the staff. */
async function show(children: ReactNode) {
  await act(async () => {
    render(
      <Suspense fallback={null}>
        <TextProvider>
          <StaffText>
            <ToastProvider>{children}</ToastProvider>
          </StaffText>
        </TextProvider>
      </Suspense>,
    )
  })
}

describe('Field', () => {
  it('names its control and describes it by its hint and its error', async () => {
    await show(
      <Field label="Code personnel" hint="6 caractères." error="Aucune copie avec ce code." required>
        <Input />
      </Field>,
    )
    const input = screen.getByRole('textbox', { name: 'Code personnel' })
    expect(input).toHaveProperty('required', true)
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(descriptionOf(input)).toBe('6 caractères. Aucune copie avec ce code.')
  })

  it('lets a number be typed with a comma, bounded, and stepped by keys', async () => {
    const seen = vi.fn<(value: number) => void>()
    await show(<Points seen={seen} />)
    const user = userEvent.setup()
    const input = screen.getByRole('spinbutton', { name: 'Points' })
    await user.clear(input)
    await user.type(input, '2,5{Enter}')
    expect(seen).toHaveBeenLastCalledWith(2.5)
    await user.keyboard('{ArrowUp}')
    expect(seen).toHaveBeenLastCalledWith(3)
    await user.clear(input)
    await user.type(input, '40{Enter}')
    expect(seen).toHaveBeenLastCalledWith(5)
    expect(screen.getByRole('button', { name: 'Augmenter Points' })).toHaveProperty('disabled', true)
  })
})

describe('Button', () => {
  it('says why it is off, stays in the tab order and does nothing', async () => {
    const act = vi.fn<() => void>()
    await show(
      <Button reason="Il manque trois notes." onClick={act}>
        Publier
      </Button>,
    )
    const button = screen.getByRole('button', { name: 'Publier' })
    await userEvent.click(button)
    expect(act).not.toHaveBeenCalled()
    button.focus()
    expect(document.activeElement).toBe(button)
    expect(descriptionOf(button)).toBe('Il manque trois notes.')
  })
})

describe('Dialog', () => {
  it('opens on the safe action and gives the focus back when it closes', async () => {
    const confirmed = vi.fn<() => void>()
    await show(<Submission onConfirm={confirmed} />)
    const opener = screen.getByRole('button', { name: 'Rendre' })
    await userEvent.click(opener)
    const dialog = screen.getByRole('dialog', { name: 'Rendre votre copie ?' })
    expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Revenir à l’examen' }))
    await userEvent.click(within(dialog).getByRole('button', { name: 'Revenir à l’examen' }))
    expect(document.activeElement).toBe(opener)
    expect(confirmed).not.toHaveBeenCalled()
  })
})

describe('the actions of a page', () => {
  const item = (width: number, isPrimary = false) => ({ width, isPrimary })

  it('go to a menu from the last one when they have no room, the primary one never', () => {
    const four = [item(100), item(100), item(100), item(100, true)]
    expect(withoutRoom(four, 436)).toEqual([])
    expect(withoutRoom(four, 435)).toEqual([])
    expect(withoutRoom(four, 434)).toEqual([2])
    expect(withoutRoom(four, 300)).toEqual([1, 2])
    expect(withoutRoom(four, 90)).toEqual([0, 1, 2])
    // What shows nothing takes no room.
    expect(withoutRoom([item(0), item(100), item(0)], 100)).toEqual([])
  })
})

describe('Table', () => {
  const rows = [
    { name: 'Zoé', mark: 650 },
    { name: 'Élise', mark: null },
    { name: 'Antoine', mark: 1400 },
  ]
  type Row = (typeof rows)[number]
  const columns = [
    {
      id: 'name',
      header: 'Étudiant',
      rowHeader: true,
      cell: (row: Row) => row.name,
      sortValue: (row: Row) => row.name,
    },
    { id: 'mark', header: 'Note', cell: (row: Row) => row.mark, sortValue: (row: Row) => row.mark },
  ]
  const order = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent)

  it('sorts on demand, says it with aria-sort, and keeps what is missing last', async () => {
    await show(<Table caption="Notes" columns={columns} rows={rows} rowKey={(row) => row.name} />)
    const head = (name: string) => screen.getByRole('columnheader', { name })
    expect(screen.getByRole('table', { name: 'Notes' })).toBeTruthy()
    expect(head('Note').hasAttribute('aria-sort')).toBe(false)
    await userEvent.click(screen.getByRole('button', { name: 'Étudiant' }))
    expect(order()).toEqual(['Antoine', 'Élise', 'Zoé'])
    await userEvent.click(screen.getByRole('button', { name: 'Note' }))
    expect(head('Note').getAttribute('aria-sort')).toBe('ascending')
    expect(head('Étudiant').hasAttribute('aria-sort')).toBe(false)
    expect(order()).toEqual(['Zoé', 'Antoine', 'Élise'])
    await userEvent.click(screen.getByRole('button', { name: 'Note' }))
    expect(head('Note').getAttribute('aria-sort')).toBe('descending')
    expect(order()).toEqual(['Antoine', 'Zoé', 'Élise'])
  })
})

describe('ContentView', () => {
  const text = (value: string): ViewNode => ({ type: 'text', value })

  it('shows only the words of a tag it does not know', async () => {
    await show(<ContentView content={[{ type: 'element', tag: 'script', children: [text('bonjour')] }]} />)
    expect(document.querySelector('script')).toBeNull()
    expect(screen.getByText('bonjour')).toBeTruthy()
  })

  it.each(['javascript:steal()', ' JavaScript:steal()', 'data:text/html,x', '//elsewhere.example', 'vbscript:x'])(
    'drops the link %s and keeps its words',
    async (href) => {
      await show(<ContentView content={[{ type: 'element', tag: 'a', props: { href }, children: [text('lien')] }]} />)
      expect(screen.queryByRole('link')).toBeNull()
      expect(screen.getByText('lien')).toBeTruthy()
    },
  )

  it('drops handlers, styles and foreign images', async () => {
    const props = { onclick: 'steal()', onClick: 'steal()', style: 'color:red', className: 'hljs-keyword' }
    await show(
      <ContentView
        content={[
          { type: 'element', tag: 'span', props, children: [text('FROM')] },
          { type: 'element', tag: 'img', props: { src: 'https://elsewhere.example/pixel.png' } },
        ]}
      />,
    )
    expect(screen.getByText('FROM').getAttributeNames()).toEqual(['class'])
    expect(document.querySelector('img')).toBeNull()
    expect(screen.getByText('Image absente')).toBeTruthy()
  })

  it('says where an image is missing, in its words, and when it does not come', async () => {
    const image = (props: Record<string, string>) => ({ type: 'element' as const, tag: 'img' as const, props })
    await show(
      <ContentView
        content={[image({ alt: 'le réseau' }), image({ src: `/api/images/${'a'.repeat(64)}`, alt: 'la pile' })]}
      />,
    )
    expect(screen.getByText(/^Image absente.: le réseau$/)).toBeTruthy()
    fireEvent.error(screen.getByRole('img', { name: 'la pile' }))
    expect(screen.getByText(/^Image absente.: la pile$/)).toBeTruthy()
  })

  it('cuts a code block into numbered lines, through spans that run over several', async () => {
    const code: ViewNode = {
      type: 'element',
      tag: 'code',
      props: { className: 'language-dockerfile' },
      children: [
        { type: 'element', tag: 'span', props: { className: 'hljs-comment' }, children: [text('# un\n# deux')] },
        text('\nFROM node\n'),
      ],
    }
    await show(<ContentView content={[{ type: 'element', tag: 'pre', children: [code] }]} />)
    const block = screen.getByRole('group', { name: 'Dockerfile, 3 lignes' })
    expect(block.getAttribute('tabindex')).toBe('0')
    const lines = [...block.querySelectorAll('.code-block__line')].map((line) => line.textContent)
    expect(lines).toEqual(['# un', '# deux', 'FROM node'])
    expect(block.querySelectorAll('.hljs-comment')).toHaveLength(2)
  })

  it('offers to wrap lines wider than their box, in every block at once, and remembers the choice', async () => {
    const WidthKnown = class {
      readonly observe: () => void
      constructor(onChange: () => void) {
        this.observe = onChange
      }
      disconnect() {}
    }
    vi.stubGlobal('ResizeObserver', WidthKnown)
    localStorage.removeItem('bareme.codeLines')
    const code = (value: string): ViewNode => ({
      type: 'element',
      tag: 'pre',
      children: [{ type: 'element', tag: 'code', children: [text(value)] }],
    })
    await show(<ContentView content={[code(`courte\n${'é'.repeat(90)}`), code('\tcourte')]} />)
    const [first, second] = document.querySelectorAll<HTMLElement>('.code-block')
    expect(first?.style.getPropertyValue('--columns')).toBe('90')
    expect(second?.style.getPropertyValue('--columns')).toBe('8')
    expect(first?.className).toContain('code-block--wide')
    const [button] = screen.getAllByRole('button', { name: 'Couper les lignes', pressed: false })
    await userEvent.click(button as HTMLElement)
    expect(document.querySelectorAll('.code-block--wrapped')).toHaveLength(2)
    expect(localStorage.getItem('bareme.codeLines')).toBe('wrapped')
    await userEvent.click(button as HTMLElement)
    expect(document.querySelectorAll('.code-block--wrapped')).toHaveLength(0)
    vi.unstubAllGlobals()
  })
})

describe('QueryView', () => {
  const still = { fetchStatus: 'idle', refetch: () => undefined } as const

  it('says a refusal in the sentence of its code, and asks again on demand', async () => {
    const refetch = vi.fn<() => void>()
    const error = Object.assign(new Error('not_released'), { code: 'not_released' })
    await show(
      <QueryView query={{ data: undefined, error, fetchStatus: 'idle', refetch }}>{() => <p>prêt</p>}</QueryView>,
    )
    expect(screen.getByRole('alert').textContent).toContain('Les résultats ne sont pas encore publiés.')
    await userEvent.click(screen.getByRole('button', { name: 'Réessayer' }))
    expect(refetch).toHaveBeenCalledOnce()
  })

  it('keeps the old data on screen when a refresh fails', async () => {
    await show(
      <QueryView query={{ ...still, data: ['Ana'], error: new Error('unreachable') }}>
        {(names) => <p>{names.join()}</p>}
      </QueryView>,
    )
    expect(screen.getByText('Ana')).toBeTruthy()
    expect(screen.getByText(/ne sont peut-être plus à jour/)).toBeTruthy()
  })

  it('shows the empty face for an empty list', async () => {
    await show(
      <QueryView query={{ ...still, data: [], error: null }} empty={<p>Aucun étudiant</p>}>
        {() => <p>prêt</p>}
      </QueryView>,
    )
    expect(screen.getByText('Aucun étudiant')).toBeTruthy()
  })
})

describe('Toast', () => {
  it('is announced and offers to take the action back', async () => {
    const undo = vi.fn<() => void>()
    await show(<Remove undo={undo} />)
    await userEvent.click(screen.getByRole('button', { name: 'Retirer' }))
    expect(screen.getByRole('status').textContent).toContain('Question retirée.')
    await userEvent.click(screen.getByRole('button', { name: 'Annuler' }))
    expect(undo).toHaveBeenCalledOnce()
    expect(screen.queryByText('Question retirée.')).toBeNull()
  })
})

describe('wall time', () => {
  it.each([
    ['2026-12-08', '10:00', '2026-12-08T09:00:00.000Z'],
    ['2026-07-01', '10:00', '2026-07-01T08:00:00.000Z'],
    ['2026-10-25', '00:30', '2026-10-24T22:30:00.000Z'],
    ['2026-10-25', '04:00', '2026-10-25T03:00:00.000Z'],
  ])('%s %s in Paris is %s', (date, time, instant) => {
    expect(instantOf({ date, time }, 'Europe/Paris')?.toISOString()).toBe(instant)
    expect(wallTimeOf(new Date(instant), 'Europe/Paris')).toEqual({ date, time })
  })

  it('is nothing until both parts are typed', () => {
    expect(instantOf({ date: '2026-12-08', time: '' }, 'Europe/Paris')).toBeNull()
  })
})

function descriptionOf(element: HTMLElement): string {
  const ids = element.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
}

function Points({ seen }: { seen: (value: number) => void }) {
  const [value, setValue] = useState(1)
  seen(value)
  return (
    <Field label="Points">
      <NumberStepper value={value} onChange={setValue} max={5} step={0.5} />
    </Field>
  )
}

function Submission({ onConfirm }: { onConfirm: () => void }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Rendre</Button>
      <ConfirmDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={onConfirm}
        title="Rendre votre copie ?"
        cancel="Revenir à l’examen"
        confirm="Rendre ma copie"
      >
        Deux questions sont sans réponse.
      </ConfirmDialog>
    </>
  )
}

function Remove({ undo }: { undo: () => void }) {
  const say = useToast()
  return <Button onClick={() => say({ text: 'Question retirée.', undo })}>Retirer</Button>
}
