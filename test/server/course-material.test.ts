import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import * as materials from '#contract/courses/materials.ts'
import * as outlines from '#contract/courses/outline.ts'
import { getCoverage } from '#contract/exams/composition.ts'
import { confirmImport, exportBank, stageImport } from '#contract/questions/question-batches.ts'
import * as writing from '#contract/questions/question-writing.ts'
import { getQuestion } from '#contract/questions/questions.ts'
import { buildApp } from '#server/app.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { unzip } from '#server/platform/unzip.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { imageAddressOf, type KeptImage, readImage } from '#server/questions/images/read-image.ts'
import { sweepImages } from '#server/questions/images/sweep-images.ts'
import { bodyShape, bullets, pictureShape, writePptx } from '#test/setup/decks/write-pptx.ts'
import { png } from '#test/setup/images.ts'
import { smallBank, smallCourse, smallOutline, smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let bank: Awaited<ReturnType<typeof smallBank>>
let course: { id: string }
let nadia: Someone
const params = () => ({ courseId: course.id })

beforeAll(async () => {
  bank = await smallBank()
  world = await createWorld({ settings: { questionsDir: bank.folder } })
}, 90_000)
afterAll(async () => {
  await world.close()
  await bank.remove()
})
beforeEach(async () => {
  course = await world.course('Cours vide')
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
})

const deck = `# Conteneurs

## Volumes

Un volume survit au conteneur qui l’utilise.

## Réseaux

Deux conteneurs du même réseau se joignent par leur nom.

## Merci !
`
const stage = async (text: string, name = 'seance-1.md') => {
  const base64 = Buffer.from(text).toString('base64')
  const { body, status } = await world.ask(nadia, materials.stageMaterial, { params: params(), body: { name, base64 } })
  expect(status).toBe(200)
  return body.id
}
const read = async (materialId: string) =>
  (await world.ask(nadia, materials.getMaterial, { params: { ...params(), materialId } })).body

type Change = Partial<Parameters<typeof confirmWith>[1]>
async function confirmWith(
  materialId: string,
  given: { roles?: ReturnType<typeof Object>; replaces?: string | null; title?: string; outline?: string },
) {
  const preview = await read(materialId)
  return world.ask(nadia, materials.confirmMaterial, {
    params: { ...params(), materialId },
    body: {
      title: preview.title,
      roles: preview.parts.map(({ role }) => role),
      first: { kind: 'new', title: preview.title },
      replaces: null,
      outline: preview.outline,
      ...(given as object),
    },
  })
}
const add = async (text: string, change: Change & { name?: string } = {}) => {
  const { name, ...given } = change
  // Materials are in the order in which they came.
  world.wait(1)
  const id = await stage(text, name)
  expect((await confirmWith(id, given)).status).toBe(200)
  return id
}
const outline = async () => {
  const { body } = await world.ask(nadia, outlines.getOutline, { params: params() })
  return body.sessions.map(({ title, sections }) => [title, sections.map((one) => one.title)])
}
const passages = async () =>
  Object.keys((await world.db.course.findUniqueOrThrow({ where: { id: course.id } })).passages)

const draft = (heading: string, section: string) => ({
  ...{ section, type: 'single' as const, stem: 'Que garde un volume ?', explanation: 'Ses données.' },
  choices: ['Ses données', 'Rien'].map((text, at) => ({ text, correct: at === 0, feedback: '', keepLast: false })),
  ...{ difficulty: 'easy' as const, level: 'remember' as const, purpose: 'exam' as const, seconds: 60, tags: [] },
  source: { heading, quote: 'survit au conteneur' },
})
const write = async (heading: string, section: string) => {
  const made = await world.ask(nadia, writing.createQuestion, { params: params(), body: draft(heading, section) })
  expect(made.status).toBe(200)
  return made.body.id
}
const stale = async () => (await world.ask(nadia, writing.listStale, { params: params() })).body.stale

it('a deck gives an empty course its outline and its text, once it is confirmed', async () => {
  const id = await stage(deck)
  expect(await outline()).toEqual([])
  expect(await passages()).toEqual([])
  const preview = await read(id)
  expect(preview.parts.map(({ heading, role }) => [heading, role])).toEqual([
    ['Conteneurs', 'session'],
    ['Volumes', 'section'],
    ['Réseaux', 'section'],
    ['Merci !', 'ignored'],
  ])
  const { body } = await confirmWith(id, {})
  expect(body).toMatchObject({ sessions: 1, sections: 2, passages: 2 })
  expect(await outline()).toEqual([['Conteneurs', ['Volumes', 'Réseaux']]])
  expect(await passages()).toContain('volumes')
  const { body: text } = await world.ask(nadia, materials.getCourseText, { params: params() })
  expect(text.sessions[0]?.sections[0]?.passages[0]).toMatchObject({
    heading: 'Volumes',
    text: 'Un volume survit au conteneur qui l’utilise.',
    questions: 0,
  })
  // Asked twice, it is written once.
  expect((await confirmWith(id, {})).body).toEqual(body)
})

it('is undone in one action, and a section with questions stays', async () => {
  const id = await add(deck)
  await write('Volumes', 'volumes')
  await world.ask(nadia, materials.withdrawMaterial, { params: { ...params(), materialId: id } })
  expect(await outline()).toEqual([['Conteneurs', ['Volumes']]])
  expect(await passages()).toEqual([])
  expect((await world.ask(nadia, materials.listMaterials, { params: params() })).body.materials).toEqual([])
})

it('a confirmed material is a change of the outline, which is taken back there as well', async () => {
  const outline = async () => (await world.ask(nadia, outlines.getOutline, { params: params() })).body
  const materialsLeft = async () =>
    (await world.ask(nadia, materials.listMaterials, { params: params() })).body.materials.length
  const undo = (changeId: string) => world.ask(nadia, outlines.undoOutlineChange, { params: { ...params(), changeId } })
  const first = await add(deck)
  const [change] = (await outline()).changes
  expect(change).toMatchObject({ kind: 'take_material', label: 'Conteneurs', byName: 'Nadia', canUndo: true })
  // The same outline: only a passage changed, and the newer version goes first.
  const second = await add(deck.replace('survit', 'reste'), { replaces: first })
  expect((await outline()).changes).toMatchObject([{ id: change?.id, canUndo: false }])
  expect((await undo(change?.id ?? '')).body.code).toBe('changed_meanwhile')
  await world.ask(nadia, materials.withdrawMaterial, { params: { ...params(), materialId: second } })
  expect((await undo(change?.id ?? '')).status).toBe(200)
  expect(await outline()).toMatchObject({ sessions: [], changes: [] })
  expect(await materialsLeft()).toBe(0)
  // Taken out of the list of materials, its line goes with it.
  const again = await add(deck)
  await world.ask(nadia, materials.withdrawMaterial, { params: { ...params(), materialId: again } })
  expect((await outline()).changes).toEqual([])
})

it('refuses a material that would make the outline too large, and changes nothing', async () => {
  const slides = Array.from({ length: 61 }, (_, rank) => `## Partie ${rank + 1}\n\nUn texte.\n`)
  const id = await stage(`# Trop long\n\n${slides.join('\n')}`)
  const refused = await confirmWith(id, {})
  expect([refused.body.code, refused.body.details]).toEqual(['outline_too_large', { what: 'sections' }])
  expect((await world.ask(nadia, outlines.getOutline, { params: params() })).body.sessions).toEqual([])
  expect((await read(id)).state).toBe('staged')
  const [first, ...roles] = (await read(id)).parts.map(({ role }) => role)
  expect((await confirmWith(id, { roles: [first, roles[0], ...roles.slice(1).map(() => 'within')] })).status).toBe(200)
})

it('a title that is cut in the middle of an emoji is still read', async () => {
  const heading = `${'a'.repeat(199)}😀 fin`
  const { parts, title } = await read(await stage(`# ${heading}\n\nDu texte.\n`, 'longs-titres.md'))
  expect(title).toBe('a'.repeat(199))
  expect(parts.map((part) => part.heading)).toEqual(['a'.repeat(199)])
})

it('a material of another course is no material of this one, whoever reads both', async () => {
  const mine = await stage(deck)
  const shown = await read(mine)
  const here = course
  course = await world.course('Autre cours')
  await world.db.membership.create({ data: { courseId: course.id, personId: nadia.id, role: 'trainer' } })
  const theirs = await add(deck)
  const [{ id: theirSession = '' } = {}] = (await world.ask(nadia, outlines.getOutline, { params: params() })).body
    .sessions
  course = here
  const address = { params: { ...params(), materialId: theirs } }
  const { roles, first } = { roles: shown.parts.map(({ role }) => role), first: { kind: 'new' as const, title: 'X' } }
  const body = { title: 'X', roles, first, replaces: null, outline: shown.outline }
  const answers = [
    await world.ask(nadia, materials.getMaterial, address),
    await world.ask(nadia, materials.confirmMaterial, { ...address, body }),
    await world.ask(nadia, materials.withdrawMaterial, address),
    await confirmWith(mine, { replaces: theirs }),
    await world.ask(nadia, materials.confirmMaterial, {
      params: { ...params(), materialId: mine },
      body: { ...body, first: { kind: 'existing', id: theirSession } },
    }),
  ]
  expect(answers.map(({ status, body: { code } }) => `${status} ${code}`)).toEqual(answers.map(() => '404 not_found'))
  expect(await outline()).toEqual([])
})

it('what was read before the server stopped is confirmed on the next one, by one of two trainers at once', async () => {
  const id = await stage(deck)
  const preview = await read(id)
  const other = await world.staff('Omar', { course, role: 'trainer' })
  const next = await buildApp(world.deps)
  const confirm = (who: Someone) =>
    next.inject({
      method: 'POST',
      url: `/api/courses/${course.id}/materials/${id}/confirmation`,
      headers: { host: 'localhost', origin: 'http://localhost' },
      cookies: { bareme: who.token },
      payload: {
        ...{ title: preview.title, replaces: null, outline: preview.outline },
        ...{ roles: preview.parts.map(({ role }) => role), first: { kind: 'new', title: preview.title } },
      },
    })
  const both = await Promise.all([confirm(nadia), confirm(other)])
  await next.close()
  expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  expect(await outline()).toEqual([['Conteneurs', ['Volumes', 'Réseaux']]])
})

it.each([
  ['of ten megabytes of slides', `## Titre\n\nUne phrase du cours, à lire.\n\n`.repeat(220_000), 'too_complex'],
  ['of ten megabytes on one line', 'mot '.repeat(2_500_000), 'file_too_heavy'],
  ['with characters that no text has', '## Vo\0lumes\n\nUn volume survit.\n', 'other_format'],
])('a paste %s is refused in words, and changes nothing', async (_what, text, reason) => {
  const base64 = Buffer.from(text).toString('base64')
  const { body, status } = await world.ask(nadia, materials.stageMaterial, {
    params: params(),
    body: { name: 'collage.md', base64 },
  })
  const { fault = body.code } = (body.details ?? {}) as { fault?: string }
  expect([status, fault]).toEqual([422, reason])
  expect((await world.ask(nadia, materials.listMaterials, { params: params() })).body.materials).toEqual([])
})

it('a second deck completes the outline of the first, and each goes alone', async () => {
  await add(deck)
  const second = await add('# Sécurité\n\n## Secrets\n\nUn secret se monte.\n\n## Volumes\n\nUn volume se chiffre.\n', {
    name: 'seance-2.md',
  })
  expect(await outline()).toEqual([
    ['Conteneurs', ['Volumes', 'Réseaux']],
    ['Sécurité', ['Secrets']],
  ])
  const { body } = await world.ask(nadia, materials.getCourseText, { params: params() })
  expect(body.sessions[0]?.sections[0]?.passages.map(({ material }) => material.title)).toEqual([
    'Conteneurs',
    'Sécurité',
  ])
  await world.ask(nadia, materials.withdrawMaterial, { params: { ...params(), materialId: second } })
  expect(await outline()).toEqual([['Conteneurs', ['Volumes', 'Réseaux']]])
})

it('a new version flags the questions whose passage changed, with the difference, and comes back', async () => {
  const id = await add(deck)
  const changed = await write('Volumes', 'volumes')
  await write('Réseaux', 'reseaux')
  expect(await stale()).toEqual([])
  const next = await stage(
    deck.replace('survit au', 'disparaît avec le').replace('## Merci', '## Images\n\nUne image.\n\n## Merci'),
  )
  const preview = await read(next)
  expect(preview.earlier).toMatchObject([{ id, isLikely: true, version: 1 }])
  expect(preview.questions).toContainEqual({ heading: 'volumes', count: 1 })
  const { status } = await confirmWith(next, { replaces: id })
  expect(status).toBe(200)
  expect((await stale()).map((one) => [one.id, one.reason, one.difference.map(({ kind }) => kind)])).toEqual([
    [changed, 'changed', ['removed', 'added']],
  ])
  expect((await read(id)).state).toBe('replaced')
  expect(await outline()).toEqual([['Conteneurs', ['Volumes', 'Réseaux', 'Images']]])
  await world.ask(nadia, materials.withdrawMaterial, { params: { ...params(), materialId: next } })
  expect(await stale()).toEqual([])
  expect((await read(id)).state).toBe('current')
})

it('flags every question of a shared document whose passage changed, each with its document and the difference', async () => {
  const first = await add(deck)
  const about = async (heading: string, section: string, context: { id: string; title: string; text: string }) => {
    const body = { ...draft(heading, section), stem: `Que dit le relevé de « ${heading} » ?`, context }
    return (await world.ask(nadia, writing.createQuestion, { params: params(), body })).body.id
  }
  const journal = { id: '', title: 'Le relevé', text: 'La sortie de `docker volume ls`.' }
  const one = await about('Volumes', 'volumes', journal)
  const { contexts } = (await world.ask(nadia, writing.listContexts, { params: params() })).body
  const shared = { ...journal, id: contexts[0]?.id ?? '' }
  const two = await about('Volumes', 'volumes', shared)
  const other = await about('Réseaux', 'reseaux', shared)
  await add(deck.replace('survit au', 'disparaît avec le'), { replaces: first })
  const flagged = await stale()
  expect(flagged.map(({ id }) => id).sort()).toEqual([one, two].sort())
  for (const { id, difference } of flagged) {
    expect(difference.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      expect.stringContaining('removed Un volume survit au'),
      expect.stringContaining('added Un volume disparaît avec le'),
    ])
    const { body } = await world.ask(nadia, getQuestion, { params: { ...params(), questionId: id } })
    expect(body.context?.others.map((each) => each.id).sort()).toEqual(
      [one, two, other].filter((each) => each !== id).sort(),
    )
  }
})

it('refuses what was shown of an outline that changed since', async () => {
  const [one, other] = [await stage(deck), await stage('# Autre\n\n## Ailleurs\n\nRien.\n', 'autre.md')]
  const { outline: shown } = await read(other)
  await confirmWith(one, {})
  const { status, body } = await confirmWith(other, { outline: shown })
  expect({ status, code: body.code }).toEqual({ status: 409, code: 'preview_outdated' })
})

it('a course with files keeps the passages of its decks when the server starts again', async () => {
  await bank.write('course.yaml', smallOutline)
  await bank.write('course.md', smallCourse)
  await bank.write('un/images.yaml', smallSection('images', smallQuestion('img-a')))
  course = { id: (await ensureShippedCourse(world.deps)).courseId ?? '' }
  nadia = await world.staff('Nadia', { course, role: 'owner' })
  await add(deck, { name: 'deck.md' })
  expect(await passages()).toEqual(expect.arrayContaining(['images', 'volumes']))
  await ensureShippedCourse(world.deps)
  expect(await passages()).toEqual(expect.arrayContaining(['images', 'réseaux', 'volumes']))
  const { body } = await world.ask(nadia, materials.getCourseText, { params: params() })
  // « Réseaux » is in both: the text of the file, then that of the deck.
  expect(body.sessions[0]?.sections[1]?.passages.map(({ material }) => material.isFromFile)).toEqual([true, false])
  expect(body.sessions[0]?.sections[0]?.passages[0]?.questions).toBe(1)
})

it('says which passages no question rests on, and what to give to an assistant', async () => {
  await add(deck)
  await write('Volumes', 'volumes')
  const { body } = await world.ask(nadia, getCoverage, { params: params(), query: {} })
  expect(body.sessions[0]?.sections.map(({ bare }) => bare)).toEqual([[], ['Réseaux']])
  const prompt = await world.ask(nadia, materials.getDraftingPrompt, {
    params: params(),
    query: { sections: 'volumes' },
  })
  expect(prompt.body).toMatchObject({ sections: [{ title: 'Volumes', passages: 1 }], models: 0 })
  expect(prompt.body.prompt).toContain('Un volume survit au conteneur')
  expect(prompt.body.prompt).not.toContain('Réseaux')
  const both = await world.ask(nadia, materials.getDraftingPrompt, {
    params: params(),
    query: { sections: 'reseaux,volumes', count: 3 },
  })
  // In the order of the course.
  expect(both.body.sections.map(({ id }) => id)).toEqual(['volumes', 'reseaux'])
  for (const sections of ['rien', 'volumes,rien', ',']) {
    const elsewhere = await world.ask(nadia, materials.getDraftingPrompt, { params: params(), query: { sections } })
    expect(elsewhere.status, sections).toBe(404)
  }
})

it('questions that are imported rest on the passages as they read today', async () => {
  await add(deck)
  const answer = `Voici :\n\n\`\`\`yaml\n${smallQuestion('vol-a', { heading: 'Volumes', quote: 'survit au conteneur' })}\`\`\`\n`
  const body = {
    ...{ name: 'texte', base64: Buffer.from(answer).toString('base64'), section: 'volumes' },
    ...{ difficulty: 'medium' as const, level: 'apply' as const, seconds: 60 },
  }
  const staged = await world.ask(nadia, stageImport, { params: params(), body })
  expect(staged.body.counts).toMatchObject({ added: 1, unusable: 0 })
  const { batchId } = staged.body
  await world.ask(nadia, confirmImport, { params: { ...params(), batchId }, body: { leave: [] } })
  const [question] = await world.db.question.findMany({ where: { courseId: course.id } })
  expect(question).toMatchObject({ section: 'volumes', stamp: expect.stringMatching(/^[0-9a-f]{12}$/) })
  await confirmWith(await stage(deck.replace('survit', 'résiste')), { replaces: await currentId() })
  expect((await stale()).map(({ id }) => id)).toEqual([question?.id])
})

it('a course moved to another installation keeps the pictures of its text, by import as from the files', async () => {
  const drawing = png({ seed: 31 })
  const image = readImage(drawing) as KeptImage
  const address = imageAddressOf(image)
  const shown = `![Le schéma](data:image/png;base64,${drawing.toString('base64')})`
  await add(deck.replace('Un volume survit', `${shown}\n\nUn volume survit`))
  const outlineZip = (await world.ask(nadia, outlines.exportCourseFiles, { params: params() })).bytes
  const bankZip = (await world.ask(nadia, exportBank, { params: params(), query: { format: 'yaml' } })).bytes
  const { files } = await unzip(outlineZip)
  expect(Buffer.from(files?.get(address) ?? []).equals(drawing)).toBe(true)
  expect(Buffer.from(files?.get('course.md') ?? []).toString()).toContain(`![Le schéma](${address})`)
  expect((await unzip(bankZip)).files?.has(address)).toBe(true)

  const texts = async (courseId: string) => {
    const { body } = await world.ask(nadia, materials.getCourseText, { params: { courseId } })
    return JSON.stringify(body)
  }
  const imported = async (bytes: Uint8Array) => {
    course = await world.course('Ailleurs')
    nadia = await world.staff('Nadia', { course, role: 'trainer' })
    const asked = { section: 'sans-section', difficulty: 'medium', level: 'apply', seconds: 60 } as const
    const body = { name: 'cours.zip', base64: Buffer.from(bytes).toString('base64'), ...asked }
    const staged = (await world.ask(nadia, stageImport, { params: params(), body })).body
    const where = { params: { ...params(), batchId: staged.batchId } }
    await world.ask(nadia, confirmImport, { ...where, body: { leave: [], takeOutline: true } })
    return staged.notices
  }
  expect(await imported(bankZip)).toEqual([])
  expect(await texts(course.id)).toContain(`/api/images/${image.hash}`)
  const kept = { courseId_hash: { courseId: course.id, hash: image.hash } }
  expect(Buffer.from((await world.db.image.findUniqueOrThrow({ where: kept })).bytes).equals(drawing)).toBe(true)
  // Without its picture in the zip, the text comes and says what is missing.
  const bare = [...(files ?? [])].filter(([path]) => path !== address).map(([path, bytes]) => ({ path, bytes }))
  expect(await imported(await zip(bare))).toMatchObject([
    { code: 'missing_image', line: 5, detail: `course.md : ${address}` },
  ])

  await bank.write('course.yaml', smallOutline)
  await bank.write('images/pont.png', drawing)
  await bank.write('course.md', `${smallCourse}\n![Le pont](images/pont.png)\n`)
  course = { id: (await ensureShippedCourse(world.deps)).courseId ?? '' }
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  expect(await texts(course.id)).toContain(`/api/images/${image.hash}`)
})

const currentId = async () =>
  (await world.ask(nadia, materials.listMaterials, { params: params() })).body.materials[0]?.id ?? ''

it('a deck gives its pictures, its notes and what was left out; pictures stay as long as the course shows them', async () => {
  const drawing = png({ seed: 12 })
  const bytes = await writePptx({
    slides: [
      { title: 'Réseaux', isTitle: true },
      {
        title: 'Un pont',
        body: `${bodyShape(bullets('Un pont relie les conteneurs'))}${pictureShape(1, 'Un pont', [0, 0, 100, 100])}`,
        images: ['pont.png'],
        notes: 'Montrer docker network ls.',
      },
      { title: 'Brouillon', body: bodyShape(bullets('À finir')), hidden: true },
    ],
    media: { 'pont.png': drawing },
  })
  const body = { name: 'reseaux.pptx', base64: Buffer.from(bytes).toString('base64') }
  const id = (await world.ask(nadia, materials.stageMaterial, { params: params(), body })).body.id
  const preview = await read(id)
  const slide = preview.parts.find(({ heading }) => heading === 'Un pont')
  const { hash } = readImage(drawing) as KeptImage
  expect(slide?.text).toMatch(new RegExp(`!\\[Un pont\\]\\(images/${hash}-`))
  expect(JSON.stringify(slide?.content)).toContain(`/api/images/${hash}`)
  expect(JSON.stringify(slide?.notes)).toContain('docker network ls')
  expect(preview.remarks.map(({ code }) => code)).toContain('hidden_slide')
  await confirmWith(id, {})
  const later = { ...world.deps, now: () => new Date(world.now().getTime() + 60 * 24 * 3_600_000) }
  await sweepImages(later)
  expect(await world.db.image.count({ where: { courseId: course.id, hash } })).toBe(1)
  await world.ask(nadia, materials.withdrawMaterial, { params: { ...params(), materialId: id } })
  await sweepImages(later)
  expect(await world.db.image.count({ where: { courseId: course.id, hash } })).toBe(0)
})

it.each([
  ['a file of blanks', 'blanc.md', '   \n\n', 'empty'],
  ['an old file cut short', 'vieux.ppt', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'.padEnd(600, '\0'), 'other_format'],
])('%s is refused with its reason, and nothing changes', async (_what, name, content, fault) => {
  const base64 = Buffer.from(content, 'latin1').toString('base64')
  const { status, body } = await world.ask(nadia, materials.stageMaterial, {
    params: params(),
    body: { name, base64 },
  })
  expect({ status, code: body.code, fault: (body.details as { fault?: string } | undefined)?.fault }).toEqual({
    status: 422,
    code: 'material_unreadable',
    fault,
  })
  expect(await world.db.courseMaterial.count({ where: { courseId: course.id } })).toBe(0)
})
