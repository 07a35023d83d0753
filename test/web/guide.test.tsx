import { readFileSync } from 'node:fs'
import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { matchRoute } from 'wouter'
import { preparePages, visit } from '#test/setup/page.tsx'
import { connectWindow } from '#test/setup/window.ts'
import { createWorld, type World } from '#test/setup/world.ts'
import { guideLinks } from '#web/about/guide/guide-links.ts'
import {
  type GuidePiece,
  type GuideText,
  guideSentencesOf,
  pageOfTopic,
  piecesOf,
} from '#web/about/guide/guide-text.ts'
import { searchGuide, wordsOf } from '#web/about/guide/search-guide.ts'
import { routes as studentRoutes } from '#web/routes.tsx'
import { guideTopics } from '#web/shell/guide-topics.ts'
import { staffRoutes } from '#web/staff-routes.ts'
import { flatten } from '#web/text/ids.ts'
import { speak } from '#web/text/speech.ts'
import { readSentences } from '#web/text/split.ts'

const routes = [...studentRoutes, ...staffRoutes]

const read = (language: string) =>
  JSON.parse(readFileSync(`web/text/pages/guide.${language}.json`, 'utf8')) as GuideText
const guides = { fr: read('fr'), en: read('en') }
const languages = ['fr', 'en'] as const
const french = flatten(readSentences('web/text/fr'))

const topicsOf = ({ pages }: GuideText) => pages.flatMap(({ parts }) => parts.flatMap(({ topics }) => topics))
const idsOf = (guide: GuideText) =>
  guide.pages.flatMap(({ id, parts }) => [
    id,
    ...parts.flatMap((part) => [part.id, ...part.topics.map((one) => one.id)]),
  ])
const blocksOf = (guide: GuideText) => topicsOf(guide).flatMap(({ id, body }) => body.map((block) => ({ id, block })))
const flat = (pieces: readonly GuidePiece[]): GuidePiece[] =>
  pieces.flatMap((piece) => (piece.kind === 'link' ? [piece, ...flat(piece.label)] : [piece]))
const piecesIn = (guide: GuideText) =>
  blocksOf(guide).flatMap(({ block }) => guideSentencesOf(block).flatMap((sentence) => flat(piecesOf(sentence))))
/** What tells the shape of a block apart from its words. */
const shapeOf = ({ id, block }: ReturnType<typeof blocksOf>[number]) => ({
  id,
  kind: typeof block === 'string' ? 'text' : Object.keys(block)[0],
  sentences: guideSentencesOf(block).map((sentence) =>
    flat(piecesOf(sentence))
      .flatMap((piece) => {
        if (piece.kind === 'name') return `{${piece.id} ${JSON.stringify(piece.values)}}`
        return piece.kind === 'link' ? `(${piece.to})` : []
      })
      .toSorted(),
  ),
})

describe('what the guide names', () => {
  it.each(languages)('%s: every word between quotes is a sentence of the product', (language) => {
    const guide = guides[language]
    const names = piecesIn(guide).flatMap((piece) => (piece.kind === 'name' ? piece.id : []))
    expect(names.filter((id) => french[id] === undefined)).toEqual([])
    expect(new Set(names).size).toBeGreaterThan(150)
    const typed = JSON.stringify(guide).match(/(?:«\u202f|“)(?!\{).{0,30}|«(?!\u202f).{0,30}/g) ?? []
    expect(typed).toEqual([])
  })

  it.each(languages)('%s: every link leads to a route, or to a topic of the guide', (language) => {
    const guide = guides[language]
    const pages = guideLinks('c', 'e')
    const parser = (path: string) => {
      const keys = [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
      return { pattern: new RegExp(`^${path.replaceAll(/:\w+/g, '([^/]+)')}$`), keys }
    }
    const isRoute = (address: string) => routes.some(({ path }) => matchRoute(parser, path, address)[0])
    const wrong = piecesIn(guide).flatMap((piece) => {
      if (piece.kind !== 'link') return []
      const { to } = piece
      const isFound = to.startsWith('#') ? pageOfTopic(guide, to.slice(1)) !== null : isRoute(pages.get(to) ?? '')
      return isFound ? [] : [to]
    })
    expect(wrong).toEqual([])
  })

  it('is the same in both languages: topics, buttons and links', () => {
    expect(idsOf(guides.en)).toEqual(idsOf(guides.fr))
    expect(blocksOf(guides.en).map(shapeOf)).toEqual(blocksOf(guides.fr).map(shapeOf))
  })

  it('has one address per heading', () => {
    const ids = idsOf(guides.fr)
    expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([])
    expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id) || id === 'complet')).toEqual([])
  })
})

describe('what the help names', () => {
  it.each(languages)('%s: every word between quotes is a sentence of the product', (language) => {
    const titleOf = (page: string) =>
      (JSON.parse(readFileSync(`web/text/pages/${page}.${language}.json`, 'utf8')) as { title: string }).title
    const said = new Set([...Object.values(flatten(readSentences(`web/text/${language}`))), titleOf('check')])
    const help = readFileSync(`web/text/pages/help.${language}.json`, 'utf8')
    const quoted = [...help.matchAll(/«\u202f([^»]+)\u202f»|“([^”]+)”/g)].map(([, one, other]) => one ?? other ?? '')
    expect(quoted.filter((name) => !said.has(name))).toEqual([])
    expect(quoted.length).toBeGreaterThan(4)
  })
})

describe('the « Guide » link of the pages', () => {
  it('leads from a route to a topic that is on the page it names', () => {
    const wrong = Object.entries(guideTopics).filter(
      ([route, { page, topic }]) =>
        !routes.some(({ path, who }) => path === route && who === 'staff') || pageOfTopic(guides.fr, topic) !== page,
    )
    expect(wrong).toEqual([])
  })
})

describe('searching the guide', () => {
  const text = speak('fr', french, 'Europe/Paris')
  const wordsIn = (sentence: string): string => piecesOf(sentence).map(said).join('')
  const said = (piece: GuidePiece): string => {
    if (piece.kind === 'name') return text.has(piece.id) ? text.t(piece.id, piece.values) : piece.id
    return piece.kind === 'link' ? piece.label.map(said).join('') : piece.text
  }
  const find = (search: string) =>
    searchGuide(guides.fr, { words: wordsOf(search), wordsIn }).map(({ topic }) => topic.id)

  it.each([
    ['reseau', 'reseau-de-la-salle'],
    ['RÉSEAU salle', 'reseau-de-la-salle'],
    ['mot de passe', 'mot-de-passe-perdu'],
    ['alarme', 'alarme-incendie'],
    ['code perdu', 'code-perdu'],
    // The name of a button, which the guide holds as an id.
    ['projeter', 'dans-la-salle'],
  ])('« %s » finds %s first', (search, topic) => {
    expect(find(search)[0]).toBe(topic)
  })

  it('needs every word, and nothing for nothing', () => {
    expect(find('réseau licorne')).toEqual([])
    expect(find('  ')).toEqual([])
  })
})

describe('the pages', () => {
  let world: World
  beforeAll(async () => {
    await preparePages(import('#web/about/GuidePage.tsx'), import('#web/exports/HomePage.tsx'))
    world = await createWorld()
  })
  afterAll(() => world.close())
  afterEach(cleanup)

  async function signIn() {
    const course = await world.course('Réseaux')
    connectWindow(world, await world.staff('Nadia', { course, role: 'owner' }))
    return course
  }

  it('open from the page they speak of, and lead back to the pages of its course', async () => {
    const course = await signIn()
    await visit(`/cours/${course.id}`)
    const link = (await screen.findByRole('link', { name: 'Guide' })).getAttribute('href')
    expect(link).toBe(`/guide/premier-cours?cours=${course.id}#vue-d-ensemble`)
    cleanup()
    await visit(`/guide/premier-cours?cours=${course.id}`)
    await screen.findByRole('heading', { level: 1, name: 'Votre premier cours' })
    // The navigation of the course stays.
    expect(screen.getAllByRole('link', { name: /^Étudiants/ })[0]?.getAttribute('href')).toBe(
      `/cours/${course.id}/etudiants`,
    )
    const material = await screen.findByRole('link', { name: /Matériel du cours/ })
    expect(material.getAttribute('href')).toBe(`/cours/${course.id}/materiel`)
    const contents = screen.getByRole('navigation', { name: 'Sommaire' })
    expect(within(contents).getByRole('link', { name: 'Remettre les codes personnels' }).getAttribute('href')).toBe(
      '#remettre-les-codes',
    )
  })

  it('are searched with the keyboard, without accents', async () => {
    const course = await signIn()
    const { history } = await visit(`/guide?cours=${course.id}`)
    await userEvent.type(await screen.findByLabelText('Chercher dans le guide'), 'alarme incendie')
    const found = await screen.findByRole('link', { name: 'L’alarme incendie sonne' })
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(found)
    await userEvent.keyboard('{ArrowUp}{Enter}')
    expect(history.at(-1)).toBe(`/guide/jour-d-examen?cours=${course.id}#alarme-incendie`)
  })

  it('are all on one page to print, and another is not found', async () => {
    await signIn()
    await visit('/guide/complet')
    for (const { title } of guides.fr.pages) await screen.findByRole('heading', { level: 2, name: title })
    // Without a course, a page of one is named and not linked.
    expect(screen.queryByRole('link', { name: 'Codes personnels' })).toBeNull()
    cleanup()
    await visit('/guide/ailleurs')
    await screen.findByRole('heading', { level: 1, name: 'Page introuvable' })
  })
})
