import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { projectRoot } from '#server/platform/project-root.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { exportCommand } from '#server/questions/formats/export-command.ts'
import { importCommand } from '#server/questions/formats/import-command.ts'

// Whole files are read and written again: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

let folder = ''
let said: string[] = []
let complained: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bareme-commands-'))
  for (const file of ['course.yaml', 'course.md', 'cours-1/compose.yaml', 'cours-1/dockerfile.yaml'])
    cpSync(join(projectRoot, 'questions', file), join(folder, 'bank', file))
  cpSync(join(projectRoot, 'questions/images'), join(folder, 'bank/images'), { recursive: true })
  // A part of the bank lacks the enemies that are in its other files.
  for (const file of ['compose', 'dockerfile'].map((section) => join(folder, `bank/cours-1/${section}.yaml`)))
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {4}enemies: .*\n/gm, ''))
  said = []
  complained = []
  vi.spyOn(console, 'log').mockImplementation((line) => said.push(String(line)))
  vi.spyOn(console, 'error').mockImplementation((line) => complained.push(String(line)))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const bank = () => join(folder, 'bank')
const compose = () => readFileSync(join(bank(), 'cours-1/compose.yaml'), 'utf8')
const given = (text: string, name = 'questions.gift') => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const good = '// [id:port-publie]\n::Port:: Quel port est publié ?{=80#oui ~443#non ####Le premier.}\n'
const bad = '\nRédigez.{}\n'

describe('import', () => {
  it('says in JSON what a pipeline needs, and nothing else', async () => {
    expect(await importCommand([given(good + bad), '--dry-run', '--json'], bank())).toBe(1)
    expect(JSON.parse(said.join('\n'))).toEqual({
      format: 'gift',
      encoding: 'utf-8',
      usable: 1,
      unusable: [{ line: 4, column: 1, reason: 'unsupported_kind:essay', title: 'Rédigez.' }],
      notices: [],
      questions: [
        {
          title: 'Port',
          type: 'single',
          choices: [
            { text: '80', weight: '1' },
            { text: '443', weight: '0' },
          ],
        },
      ],
    })
  })

  it('says in JSON every notice, and what became of each question', async () => {
    const told = given('Laquelle ?{=docker ps ~docker run --name=x}\n')
    expect(await importCommand([told, '--json'], bank())).toBe(0)
    expect(JSON.parse(said.join('\n')).notices).toEqual([
      { code: 'unescaped_sign', line: 1, detail: 'Laquelle ?' },
      { code: 'several_keys_made_multiple', line: 1, detail: 'Laquelle ?' },
    ])
    said = []
    expect(await importCommand([given(good), '--section', 'compose', '--json'], bank())).toBe(0)
    expect(JSON.parse(said.join('\n'))).toMatchObject({
      added: ['port-publie'],
      unchanged: [],
      changed: [],
      refused: [],
    })
    said = []
    const other = given(good.replace('=80', '=8080'))
    expect(await importCommand([other, '--section', 'compose', '--json'], bank())).toBe(1)
    expect(JSON.parse(said.join('\n'))).toMatchObject({ added: [], changed: ['port-publie'] })
  })

  it('writes nothing unless it is told where', async () => {
    const before = compose()
    expect(await importCommand([given(good)], bank())).toBe(0)
    expect(await importCommand([given(good), '--section', 'compose', '--dry-run'], bank())).toBe(0)
    expect(compose()).toBe(before)
  })

  it('adds to a section what the bank then reads without a fault, and changes nothing the second time', async () => {
    const before = compose()
    const args = [given(good), '--section', 'compose', '--difficulty', 'hard', '--seconds', '90']
    expect(await importCommand(args, bank())).toBe(0)
    const after = compose()
    // The file as it was, comments and all, then the new question.
    expect(after.startsWith(before.trimEnd())).toBe(true)
    const { questions, problems } = await readBank(bank())
    expect(problems).toEqual([])
    expect(questions.find(({ question }) => question.id === 'port-publie')?.question).toMatchObject({
      section: 'compose',
      type: 'single',
      difficulty: 'hard',
      expectedSeconds: 90,
      explanation: 'Le premier.',
      tags: ['importee'],
    })
    expect(await importCommand(args, bank())).toBe(0)
    expect(compose()).toBe(after)
  })

  it('never overwrites a question that changed since: it is told', async () => {
    await importCommand([given(good), '--section', 'compose'], bank())
    const before = compose()
    const other = given(good.replace('=80', '=8080'))
    expect(await importCommand([other, '--section', 'compose'], bank())).toBe(1)
    expect(compose()).toBe(before)
    expect(said.join('\n')).toContain('port-publie')
  })

  it('does not take its own exports for new questions', async () => {
    const before = compose()
    const codes: [string, number][] = []
    for (const format of ['gift', 'moodle-xml', 'yaml', 'qti30']) {
      const out = join(folder, `bank-${format}`)
      expect(await exportCommand([format, '--out', out], bank())).toBe(0)
      codes.push([format, await importCommand([out, '--section', 'compose'], bank())])
    }
    expect(compose()).toBe(before)
    // What a format cannot say (the feedback of a part, code in a list, a case that counts) is told as a difference.
    expect(codes).toEqual([
      ['gift', 1],
      ['moodle-xml', 0],
      ['yaml', 0],
      ['qti30', 1],
    ])
    expect(said.join('\n')).not.toMatch(/[1-9] ajoutée/)
  })

  it.each([
    [[]],
    [['absent.gift']],
    [['a', 'b']],
    [['a', '--format', 'word']],
    [['a', '--seconds', '1']],
    [['a', '--colour']],
  ])('does not understand %j', async (args) => {
    expect(await importCommand(args, bank())).toBe(2)
    expect(complained.length).toBeGreaterThan(0)
  })

  it('knows no section that the course has not', async () => {
    expect(await importCommand([given(good), '--section', 'ailleurs'], bank())).toBe(2)
  })
})

describe('export', () => {
  it('says what it left behind', async () => {
    const out = join(folder, 'a.txt')
    expect(await exportCommand(['amc-txt', '--section', 'compose', '--out', out, '--json'], bank())).toBe(0)
    const told = JSON.parse(said.join('\n'))
    expect(told).toMatchObject({ format: 'amc-txt', file: out })
    expect(told.losses.map(({ feature }: { feature: string }) => feature)).toContain('explanation')
    expect(readFileSync(out, 'utf8')).toContain('*([group=compose]')
  })

  it.each([[[]], [['word']], [['qti22']], [['gift', 'more']]])('does not understand %j', async (args) => {
    expect(await exportCommand(args, bank())).toBe(2)
  })
})
