import { crc32, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as erasing from '#contract/privacy/privacy.ts'
import * as briefs from '#contract/projects/briefs.ts'
import * as handIns from '#contract/projects/hand-ins.ts'
import * as grading from '#contract/projects/project-grading.ts'
import * as projects from '#contract/projects/projects.ts'
import * as teams from '#contract/projects/teams.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const criteria = [
  { id: 'depot', title: 'Dépôt', weight: '12', points: ['0', '6', '12'] },
  { id: 'chart', title: 'Chart', weight: '8', points: ['0', '4', '8'] },
].map(({ points, ...criterion }) => ({
  ...criterion,
  description: '',
  levels: ['absent', 'fragile', 'solide'].map((id, rank) => ({
    id,
    label: id,
    description: `${criterion.title} ${id}`,
    points: points[rank] ?? '0',
  })),
}))
const onePointADay = { unit: 'points', amount: '1', most: null, floor: '0' } as const
/** In minutes: the session of a student lasts a day. */
const hour = 60

/** Due in two hours; Élise and Fatou in one team, Hugo in another, Kevin in none; not open yet. */
async function classroom() {
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'owner' })
  const names = ['Élise Gautier', 'Fatou N’Diaye', 'Hugo Chevalier', 'Kevin Test']
  const [elise, fatou, hugo, kevin] = (await Promise.all(names.map((name) => world.student({ course, name })))) as [
    Someone,
    Someone,
    Someone,
    Someone,
  ]
  const { body } = await world.ask(nadia, projects.createProject, {
    params: { courseId: course.id },
    body: { title: 'Projet', rubric: 'blank' },
  })
  const params = { courseId: course.id, projectId: body.id }
  await world.ask(nadia, projects.changeRubric, { params, body: { criteria } })
  const deadline = new Date(world.now().getTime() + 2 * hour * 60_000).toISOString()
  const terms = { deadline, late: onePointADay, isDouble: false, mostGap: 200 }
  await world.ask(nadia, projects.setProjectTerms, { params, body: terms })
  const team = async (name: string, members: Someone[]) => {
    const made = await world.ask(nadia, teams.createTeam, { params, body: { name } })
    const place = { ...params, teamId: made.body.id }
    await world.ask(nadia, teams.setMembers, { params: place, body: { studentIds: members.map(({ id }) => id) } })
    return place
  }
  const first = await team('Équipe 1', [elise, fatou])
  const second = await team('Équipe 2', [hugo])
  const mine = { projectId: params.projectId }
  const open = () => world.ask(nadia, briefs.openProject, { params, body: { opens: 'now' } })
  const give = (who: Someone, body: Record<string, unknown> = {}) =>
    world.ask(who, handIns.handInProject, { params: mine, body: { link, ...body } })
  return { course, nadia, elise, fatou, hugo, kevin, params, first, second, mine, open, give, deadline, terms }
}
const link = 'https://gitlab.com/equipe-1/projet'

const pdf = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n')
/** A zip of one file, by hand (PKWARE APPNOTE 4.3). */
function zipOf(name: string, content: string): Buffer {
  const [data, crc] = [deflateRawSync(content), crc32(content)]
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(8, 4)
  head.writeUInt32LE(crc, 10)
  head.writeUInt32LE(data.length, 14)
  head.writeUInt32LE(content.length, 18)
  head.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), data])
  const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), head, Buffer.alloc(14), Buffer.from(name)])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(entry.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, entry, Buffer.from('PK\x05\x06'), end])
}
const zip = zipOf('rapport.txt', 'bonjour')
const file = (name: string, bytes: Buffer) => ({ file: { name, base64: bytes.toString('base64') } })

describe('a project', () => {
  it('goes from its brief to a released mark, handed in late', async () => {
    const { nadia, elise, fatou, hugo, params, first, mine, give, deadline } = await classroom()
    const brief = 'Déployez **Nextcloud**.\n\n<script>alert(1)</script>'
    await world.ask(nadia, briefs.writeBrief, { params, body: { title: 'Projet GitOps', brief } })
    // Before it is open, it does not exist for a student.
    const tries = () =>
      Promise.all([
        world.ask(elise, briefs.getMyBrief, { params: mine }),
        world.ask(elise, handIns.handInProject, { params: mine, body: { link } }),
      ])
    expect((await tries()).map(({ status }) => status)).toEqual([404, 404])
    const opensAt = new Date(world.now().getTime() + hour * 60_000).toISOString()
    await world.ask(nadia, briefs.openProject, { params, body: { opens: 'at', at: opensAt } })
    expect((await tries()).map(({ status }) => status)).toEqual([404, 404])
    expect((await world.ask(elise, briefs.listMyBriefs, {})).body.projects).toEqual([])

    world.wait(hour)
    const seen = (await world.ask(elise, briefs.getMyBrief, { params: mine })).body
    expect(seen).toMatchObject({
      ...{ title: 'Projet GitOps', opensAt, deadline, timeZone: 'Europe/Paris' },
      team: { name: 'Équipe 1', members: ['Élise Gautier', 'Fatou N’Diaye'] },
      criteria: [{ title: 'Dépôt', levels: [{ description: 'Dépôt absent' }, { earned: 600 }, {}] }, { most: 800 }],
      handIns: [],
    })
    expect(JSON.stringify(seen.brief)).toContain('"strong"')
    expect(JSON.stringify(seen.brief)).not.toContain('"script"')

    // In time, by one member, then changed by the other.
    const receipt = (await give(elise, { reference: 'v1' })).body
    expect(receipt).toMatchObject({ number: 1, host: 'gitlab.com', reference: 'v1', daysLate: 0, by: 'Élise Gautier' })
    expect(receipt.at).toBe(world.now().toISOString())

    // A minute after the deadline: said first, then recorded as late with its hour.
    world.wait(hour + 1)
    const refused = await give(fatou, { reference: 'v2' })
    expect({ status: refused.status, code: refused.body.code, details: refused.body.details }).toEqual({
      ...{ status: 409, code: 'hand_in_late', details: { days: 1 } },
    })
    expect((await give(fatou, { reference: 'v2', isLateKnown: true })).body).toMatchObject({ number: 2, daysLate: 1 })

    // The trainer sees who has not, with their addresses; history is kept.
    const list = (await world.ask(nadia, handIns.listHandIns, { params })).body
    expect(list.teams.map(({ name, handedInAt, daysLate }) => [name, handedInAt, daysLate])).toEqual([
      ['Équipe 1', world.now().toISOString(), 1],
      ['Équipe 2', null, 0],
    ])
    expect(list.teams[0]?.handIns.map(({ reference, by, daysLate }) => [reference, by, daysLate])).toEqual([
      ['v2', 'Fatou N’Diaye', 1],
      ['v1', 'Élise Gautier', 0],
    ])
    expect(list.withoutTeam).toEqual([{ name: 'Kevin Test', email: null }])
    // Another team's hand-in does not exist for Hugo.
    expect(JSON.stringify((await world.ask(hugo, briefs.getMyBrief, { params: mine })).body)).not.toMatch(
      /v[12]|equipe-1/,
    )

    // The mark: 12 + 4 = 16, minus the point of a day.
    const read = async () => (await world.ask(nadia, grading.getTeamGrading, { params: first })).body
    const graded = { levels: { depot: 'solide', chart: 'fragile' }, comments: {}, comment: '' }
    await world.ask(nadia, grading.gradeTeam, { params: first, body: { revision: 1, ...graded } })
    expect(await read()).toMatchObject({ grade: { mark: 1500 }, delivery: { submittedAt: null }, handIns: [{}, {}] })

    // Overruled with a reason only: the version in time counts.
    const deliver = async (body: { submittedAt: string | null; dateReason?: string; waived: string }) =>
      world.ask(nadia, grading.saveDelivery, { params: first, body: { revision: (await read()).revision, ...body } })
    const inTime = { submittedAt: receipt.at, waived: '' }
    expect((await deliver(inTime)).body.code).toBe('invalid_request')
    await deliver({ ...inTime, dateReason: 'La remise de la veille compte.' })
    expect((await read()).grade.mark).toBe(1600)
    await deliver({ submittedAt: null, waived: '' })

    expect((await world.ask(elise, projects.getMyProject, { params: mine })).status).toBe(404)
    await world.ask(nadia, projects.releaseProject, { params, body: { released: true } })
    const mark = (await world.ask(elise, projects.getMyProject, { params: mine })).body
    expect(mark).toMatchObject({ mark: 1500 })
    expect(mark.working.fr).toContain('Retard\u202f: 1 jour entamé')
    expect((await give(elise, { isLateKnown: true })).body.code).toBe('hand_in_over')
    // Fatou has the mark of the team that she handed in with.
    expect((await world.ask(fatou, projects.getMyProject, { params: mine })).body.mark).toBe(1500)
  })

  it('takes no address that would not open in a page, and nothing from who is in no team', async () => {
    const { elise, kevin, nadia, params, open, give, terms } = await classroom()
    await open()
    const codes = await Promise.all(
      ['git@gitlab.com:a/b.git', 'http://forge.lan/a', 'https://a:b@gitlab.com/a', 'javascript:alert(1)'].map(
        async (bad) => (await give(elise, { link: bad })).body.code,
      ),
    )
    expect(codes).toEqual(['link_ssh', 'link_not_https', 'link_with_password', 'link_unreadable'])
    expect((await give(elise, { reference: 'a..b' })).status).toBe(400)
    expect((await give(kevin)).body.code).toBe('no_team')
    expect(
      (await world.ask(kevin, briefs.getMyBrief, { params: { projectId: params.projectId } })).body.team,
    ).toBeNull()
    await world.ask(nadia, projects.setProjectTerms, { params, body: { ...terms, takesHttp: true } })
    expect((await give(elise, { link: 'http://forge.lan/a' })).body).toMatchObject({ host: 'forge.lan' })
    const stranger = await world.student({ course: await world.course(), name: 'Zoé Ailleurs' })
    expect((await give(stranger)).status).toBe(404)
  })

  it('takes an address for what it says, and fetches none', async () => {
    const { elise, open, give } = await classroom()
    await open()
    const codeOf = async (bad: string) => (await give(elise, { link: bad })).body.code
    expect(await codeOf(`https://gitlab.com/${'a'.repeat(10_000)}`)).toBe('invalid_request')
    expect(await codeOf(`https://gitlab.com/${'é'.repeat(400)}`)).toBe('link_unreadable')
    expect(await codeOf('https://equipe@gitlab.com/a')).toBe('link_with_password')
    expect(await codeOf('https://gitlab.com/a\nhttps://ailleurs.fr/b')).toBe('link_unreadable')
    expect(await codeOf('data:text/html,<script>alert(1)</script>')).toBe('link_unreadable')
    // A Cyrillic « а » shows as what it is; an address of the network is only an address.
    expect((await give(elise, { link: 'https://gitl\u0430b.com/a' })).body).toMatchObject({ host: 'xn--gitlb-7ve.com' })
    expect((await give(elise, { link: 'https://169.254.169.254/latest\u202E' })).body).toMatchObject({
      url: 'https://169.254.169.254/latest%E2%80%AE',
    })
  })

  it('takes nothing once the results are released, or from who left the team, even at that very moment', async () => {
    const { elise, hugo, params, open, give } = await classroom()
    await open()
    /** What a trainer does, held back until the hand-in waits for it, or has gone through without waiting. */
    const holding = async (sql: string, id: string, meanwhile: () => Promise<{ body: { code?: string } }>) => {
      const client = await world.pool.connect()
      try {
        await client.query('begin')
        await client.query('select 1 from "Project" where id = $1 for update', [params.projectId])
        await client.query(sql, [id])
        let isDone = false
        const answer = meanwhile().finally(() => {
          isDone = true
        })
        const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        while (!isDone && (await world.pool.query(waiting)).rows.length === 0);
        await client.query('commit')
        return (await answer).body.code
      } finally {
        client.release()
      }
    }
    const leaving = 'delete from "TeamMember" where "studentId" = $1'
    expect(await holding(leaving, elise.id, () => give(elise))).toBe('no_team')
    const releasing = 'update "Project" set "releasedAt" = now() where id = $1'
    expect(await holding(releasing, params.projectId, () => give(hugo))).toBe('hand_in_over')
    expect(await world.db.handIn.count({ where: { team: { projectId: params.projectId } } })).toBe(0)
  })

  it('numbers what members hand in at the same moment, and counts it together', async () => {
    const { elise, fatou, mine, open, give } = await classroom()
    await open()
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, time) => give(time % 2 ? elise : fatou, file(`${time}.pdf`, pdf))),
    )
    expect(all.map(({ status }) => status).toSorted()).toEqual([
      ...Array<number>(6).fill(200),
      ...Array<number>(2).fill(429),
    ])
    const { handIns: held } = (await world.ask(elise, briefs.getMyBrief, { params: mine })).body
    expect(held.map(({ number, file: one }) => [number, one?.isKept])).toEqual([
      [6, true],
      ...[5, 4, 3, 2, 1].map((number) => [number, false]),
    ])
  })

  it('slows down who hands in again and again', async () => {
    const { elise, fatou, open, give } = await classroom()
    await open()
    const statuses: number[] = []
    for (let time = 0; time < 7; time += 1) statuses.push((await give(time % 2 ? elise : fatou)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429])
    world.wait(2)
    expect((await give(elise)).status).toBe(200)
  })

  it('is closed again, and its date is audited', async () => {
    const { course, nadia, elise, params, mine, open } = await classroom()
    await open()
    expect((await world.ask(elise, briefs.getMyBrief, { params: mine })).status).toBe(200)
    await open()
    await world.ask(nadia, briefs.openProject, { params, body: { opens: 'never' } })
    expect((await world.ask(elise, briefs.getMyBrief, { params: mine })).status).toBe(404)
    const lines = await world.db.auditLine.findMany({
      where: { courseId: course.id, action: 'project.open' },
      orderBy: { id: 'asc' },
    })
    expect(lines).toMatchObject([{ after: { opensAt: world.now().toISOString() } }, { after: { opensAt: null } }])
  })
})

describe('a file', () => {
  it('is a PDF or a zip by its content, is given back as it came, and only to its team and trainers', async () => {
    const { nadia, elise, fatou, hugo, params, mine, open, give } = await classroom()
    await open()
    const bad = await Promise.all(
      [
        ['rapport.pdf', Buffer.from('<html><script>alert(1)</script>')],
        ['rapport.pdf', pdf.subarray(0, 20)],
        ['archive.zip', zip.subarray(0, zip.length - 4)],
        ['vide.zip', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])],
        ['coupé.zip', Buffer.concat([zip.subarray(0, 10), zip.subarray(-22)])],
      ].map(async ([name, bytes]) => (await give(elise, file(name as string, bytes as Buffer))).body.code),
    )
    const damaged = 'hand_in_file_damaged'
    expect(bad).toEqual(['not_pdf_or_zip', damaged, damaged, damaged, damaged])
    // Above a mebibyte: read in a thread, kept in several rows.
    const large = Buffer.concat([pdf.subarray(0, 9), Buffer.alloc(2_500_000, 'x'), pdf.subarray(9)])
    const { body } = await give(elise, file('../../rap"port.html', large))
    expect(body.file).toEqual({ name: 'rap"port.pdf', type: 'application/pdf', size: large.length, isKept: true })
    const place = { ...mine, handInId: body.id }
    const got = await world.ask(fatou, handIns.getMyHandInFile, { params: place })
    expect(got.bytes.equals(large)).toBe(true)
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    expect(got.headers['content-disposition']).toMatch(/^attachment; filename="rap port\.pdf"/)
    expect((await world.ask(hugo, handIns.getMyHandInFile, { params: place })).status).toBe(404)
    const theirs = { params: { ...params, handInId: body.id } }
    const trainers = await world.ask(nadia, handIns.getHandInFile, theirs)
    expect(trainers.headers['content-disposition']).toContain('filename="Equipe 1 - rap port.pdf"')
    // Another course's trainer has nothing to find there.
    const other = await world.course()
    const marc = await world.staff('Marc', { course: other, role: 'trainer' })
    const elsewhere = { params: { ...theirs.params, courseId: other.id } }
    expect((await world.ask(marc, handIns.getHandInFile, elsewhere)).status).toBe(404)
    // Without names, a file would say them.
    await world.ask(nadia, projects.setBlindness, { params, body: { isBlind: true } })
    expect((await world.ask(nadia, handIns.getHandInFile, theirs)).body.code).toBe('names_withheld')
    const list = (await world.ask(nadia, handIns.listHandIns, { params })).body
    expect(list.teams.every(({ members, handIns: all }) => members.length + all.length === 0)).toBe(true)
    expect(JSON.stringify(list)).not.toMatch(/gitlab|Gautier|Équipe 1/)
    expect(list.teams.filter(({ handedInAt }) => handedInAt !== null)).toHaveLength(1)
  })

  it('has the name it shows, and is refused above its size', async () => {
    const { elise, open, give } = await classroom()
    await open()
    const named = async (name: string) => (await give(elise, file(name, pdf))).body
    expect((await named('../a/\n../b\u202Efdp\u200F.exe')).file?.name).toBe('b fdp.pdf')
    expect((await named('..\\\r\nSet-Cookie: a=b')).file?.name).toBe('Set-Cookie: a=b.pdf')
    expect((await named('\0rapport.pdf')).code).toBe('invalid_request')
    const tooLarge = Buffer.concat([Buffer.alloc(20 * 1024 * 1024 + 1 - pdf.length, '%PDF-'), pdf])
    expect((await give(elise, file('grand.pdf', tooLarge))).body.code).toBe('too_large')
    // A PDF that is also a page is given back as a PDF.
    const both = Buffer.concat([pdf.subarray(0, 9), Buffer.from('<html><script>alert(1)</script>'), pdf.subarray(9)])
    expect((await give(elise, file('page.html', both))).body.file).toMatchObject({ name: 'page.pdf' })
  })

  it('stays with the next hand-in, and is kept for the last and the last in time only', async () => {
    const { elise, fatou, mine, open, give } = await classroom()
    await open()
    await give(elise, file('un.zip', zip))
    await give(elise, file('deux.pdf', pdf))
    await give(fatou, { file: 'same', reference: 'v3' })
    world.wait(3 * hour)
    await give(fatou, { ...file('tard.zip', zip), isLateKnown: true })
    await give(elise, { file: 'same', isLateKnown: true })
    const { handIns: all } = (await world.ask(elise, briefs.getMyBrief, { params: mine })).body
    expect(all.map(({ file: one }) => [one?.name, one?.isKept])).toEqual([
      ['tard.zip', true],
      ['tard.zip', false],
      ['deux.pdf', true],
      ['deux.pdf', false],
      ['un.zip', false],
    ])
    const gone = await world.ask(elise, handIns.getMyHandInFile, { params: { ...mine, handInId: all[4]?.id ?? '' } })
    expect(gone.status).toBe(404)
  })

  it('goes when nobody of its team has a name any more', async () => {
    const { nadia, elise, fatou, params, first, open, give } = await classroom()
    await open()
    await give(elise, { ...file('rapport.pdf', pdf), link: 'https://gitlab.com/elise.gautier/x' })
    const anonymise = async (studentId: string) => {
      const asked = { who: { kind: 'student' as const, studentId }, how: 'anonymise' as const }
      const place = { courseId: params.courseId }
      const plan = (await world.ask(nadia, erasing.previewErasure, { params: place, body: asked })).body
      const { fingerprint, confirmation } = plan
      const body = { ...asked, reason: 'Demande.', confirmation, fingerprint }
      expect((await world.ask(nadia, erasing.eraseStudents, { params: place, body })).status).toBe(200)
    }
    const held = async () => {
      const handIn = await world.db.handIn.findFirstOrThrow({
        where: { teamId: first.teamId },
        include: { parts: true },
      })
      return { url: handIn.url, fileName: handIn.fileName, parts: handIn.parts.length }
    }
    await anonymise(fatou.id)
    expect(await held()).toMatchObject({ fileName: 'rapport.pdf', parts: 1 })
    await anonymise(elise.id)
    expect(await held()).toEqual({ url: '', fileName: '', parts: 0 })
  })
})
