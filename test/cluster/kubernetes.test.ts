import { execFile, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '#server/platform/database/connect.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { expectNothingLost } from '#test/faults/nothing-lost.ts'
import { StudentClient } from '#test/faults/student-client.ts'
import { depsOf, makeStudents, secret } from '#test/load/room.ts'
import { AcknowledgementLog } from '#test/setup/acknowledgement-log.ts'
import { makeExam } from '#test/setup/exam.ts'
import type { World } from '#test/setup/world.ts'
import { Gaps } from './gaps.ts'

// An exam on a real cluster whose pods, node and database are taken away in the middle of it.
//
// KUBECONFIG        the cluster; without it everything here is skipped
// CLUSTER_VALUES    values of the chart for this cluster (image, storage class), after those below
// CLUSTER_STUDENTS  500 unless given
// CLUSTER_ADDRESS   http://HOST:PORT of an Ingress or Gateway that those values ask for; network policies then apply.
//                   Without it, students go straight to a port of a node
// CLUSTER_KEEP      leaves the namespace, to look at it
//
// helm and kubectl are on PATH. The namespace « bareme-test » is made and removed.

const namespace = 'bareme-test'
const release = 'bareme'
const count = Number(process.env.CLUSTER_STUDENTS ?? 500)
const proxy = process.env.CLUSTER_ADDRESS ? new URL(process.env.CLUSTER_ADDRESS) : undefined
/** Between two answers of a student. */
const restMs = 4_000

const run = promisify(execFile)
async function command(file: string, args: string[]) {
  const { stdout } = await run(file, args, { maxBuffer: 64 * 1024 * 1024, cwd: projectRoot })
  return stdout.trim()
}
const kubectl = (...args: string[]) => command('kubectl', ['--namespace', namespace, ...args])
const json = async <T>(...args: string[]) => JSON.parse(await kubectl(...args, '--output', 'json')) as T
const pick = (path: string, ...args: string[]) => kubectl('get', ...args, '--output', `jsonpath={${path}}`)

const upgrade = (...settings: string[]) =>
  command('helm', [
    ...['upgrade', '--install', release, 'deploy/helm/bareme', '--namespace', namespace, '--wait', '--timeout', '10m'],
    ...(process.env.CLUSTER_VALUES ? ['--values', process.env.CLUSTER_VALUES] : []),
    ...['tls=false', ...way, ...settings].flatMap((setting) => ['--set', setting]),
  ])
const way = proxy
  ? [`host=${proxy.hostname}`, `publicUrl=${proxy.origin}`]
  : ['service.type=NodePort', 'networkPolicy.enabled=false']

/** A port of this machine that leads to a pod or service, until `close`. */
async function forward(target: string, port: number) {
  const child = spawn('kubectl', ['--namespace', namespace, 'port-forward', target, `:${port}`])
  const local = await new Promise<number>((done, fail) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const found = /127\.0\.0\.1:(\d+) ->/.exec(said)
      if (found) done(Number(found[1]))
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('close', () => fail(new Error(said)))
  })
  return { port: local, close: () => child.kill('SIGTERM') }
}

type Room = Awaited<ReturnType<typeof openRoom>>

async function openRoom() {
  await command('kubectl', ['create', 'namespace', namespace])
  const password = 'cluster-test-password-0123456789'
  await kubectl(
    ...['create', 'secret', 'generic', release, `--from-literal=site-secret=${secret}`],
    `--from-literal=database-password=${password}`,
  )
  await upgrade()
  const address =
    proxy?.hostname ?? (await pick('.items[0].status.addresses[?(@.type=="InternalIP")].address', 'nodes'))
  const port = Number(proxy?.port ?? (await pick('.spec.ports[0].nodePort', 'service', release)))

  const acknowledged = new AcknowledgementLog({ secret: Buffer.from(secret) })
  const database = async () => {
    const { target, user, secretName, key } = await databaseOf()
    const door = await forward(target, 5432)
    const given = Buffer.from(await pick(`.data.${key}`, 'secret', secretName), 'base64').toString()
    const { pool, db, close } = connect(
      `postgresql://${user}:${encodeURIComponent(given)}@127.0.0.1:${door.port}/bareme`,
    )
    return { pool, deps: depsOf({ pool, db }), db, close: () => close().finally(door.close) }
  }

  const { db, deps, close } = await database()
  const course = await db.course.create({ data: { title: 'Grappe', slug: 'grappe' } })
  const codes = await makeStudents(deps, { courseId: course.id, count })
  const exam = await makeExam({ db, deps, now: deps.now } as World, { course, keys: ['a', 'b', 'c', 'd', 'ab', 'cd'] })
  await close()
  const { joinCode, id: examId } = exam
  const students = codes.map(
    (code, number) =>
      new StudentClient({
        ...{ number, code, joinCode, examId, acknowledged, host: address, timeoutMs: 10_000 },
        portOf: () => port,
      }),
  )
  return { address, port, acknowledged, database, students }
}

/** Where PostgreSQL is: the pod of the chart, or the one that serves in a cluster of CloudNativePG. */
async function databaseOf() {
  const primary = await pick('.items[*].metadata.name', 'pods', '--selector', 'cnpg.io/instanceRole=primary')
  if (primary)
    return { target: `pod/${primary}`, user: 'bareme', secretName: `${release}-postgres-app`, key: 'password' }
  return { target: `pod/${release}-postgres-0`, user: 'bareme', secretName: release, key: 'database-password' }
}

describe.skipIf(!process.env.KUBECONFIG)('an exam on Kubernetes', () => {
  let room: Room
  const gaps = new Gaps()
  let isOver = false
  let answering: Promise<unknown>

  beforeAll(async () => {
    room = await openRoom()
    const { students } = room
    for (let i = 0; i < students.length; i += 50) {
      const some = students.slice(i, i + 50)
      await Promise.all(some.map((student) => student.signIn()))
      await Promise.all(some.map((student) => student.start()))
    }
    answering = Promise.all(
      students.map(async (student, number) => {
        await sleep((number / students.length) * restMs)
        while (!isOver) {
          const began = performance.now()
          await student.tick()
          gaps.saved({ began, ended: performance.now() })
          await sleep(restMs)
        }
      }),
    )
    await during('calm', () => sleep(20_000))
  }, 900_000)

  afterAll(async () => {
    isOver = true
    await answering
    for (const student of room?.students ?? []) student.leave()
    console.log(gaps.table())
    if (!process.env.CLUSTER_KEEP) await command('kubectl', ['delete', 'namespace', namespace, '--wait=false'])
  }, 300_000)

  /** What is done to the cluster while everybody answers, until saves are acknowledged again, and ten seconds after it. */
  async function during(name: string, disturb: () => Promise<unknown>) {
    const troubles = () => room.students.reduce((sum, student) => sum + student.troubles, 0)
    const before = troubles()
    gaps.begin(name)
    await disturb()
    const disturbed = performance.now()
    while (!gaps.hasSavedSince(disturbed)) await sleep(100)
    await sleep(10_000)
    gaps.end({ retries: troubles() - before })
  }

  const rolledOut = () => kubectl('rollout', 'status', `deployment/${release}`, '--timeout=300s')
  /** Those that are not leaving. */
  const serverPods = async () => {
    const selector = 'app.kubernetes.io/component=server'
    type Pods = { items: { metadata: { name: string; deletionTimestamp?: string } }[] }
    const { items } = await json<Pods>('get', 'pods', '--selector', selector)
    return items.filter(({ metadata }) => !metadata.deletionTimestamp).map(({ metadata }) => metadata.name)
  }

  it('goes on while a new version rolls out', async () => {
    await during('rolling update', async () => {
      await kubectl('rollout', 'restart', `deployment/${release}`)
      await rolledOut()
    })
  }, 600_000)

  // Ten servers are replaced one by one: some twelve seconds each.
  it('goes on while helm upgrades, with its migration, and rolls back', async () => {
    await during('helm upgrade', () => upgrade('podAnnotations.version=next'))
    await during('helm rollback', () =>
      command('helm', ['rollback', release, '--namespace', namespace, '--wait', '--timeout', '10m']),
    )
  }, 900_000)

  it('goes on when a server is killed', async () => {
    await during('pod killed', async () => {
      const [pod = ''] = await serverPods()
      await kubectl('delete', 'pod', pod, '--force', '--grace-period=0')
      await rolledOut()
    })
  })

  it('goes on while a node is drained', async () => {
    const [pod = ''] = await serverPods()
    const node = await pick('.spec.nodeName', 'pod', pod)
    await during('node drained', async () => {
      try {
        await command('kubectl', [
          ...['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=120s'],
          ...['--pod-selector', 'app.kubernetes.io/component=server'],
        ]).catch(async (error: Error) => {
          // With one node nothing can start elsewhere: the disruption budget must hold the last server in place.
          const nodes = (await json<{ items: unknown[] }>('get', 'nodes')).items.length
          if (nodes > 1) throw error
        })
      } finally {
        await command('kubectl', ['uncordon', node])
      }
      await rolledOut()
    })
  })

  it('goes on when PostgreSQL is taken away and comes back', async () => {
    const { target } = await databaseOf()
    await during('PostgreSQL restarted', async () => {
      await kubectl('delete', target)
      await expect
        .poll(async () => pick('.status.conditions[?(@.type=="Ready")].status', (await databaseOf()).target), {
          timeout: 240_000,
          interval: 500,
        })
        .toBe('True')
    })
  })

  it('goes on when the PostgreSQL that serves dies and another takes over', async ({ skip }) => {
    const before = (await databaseOf()).target
    if (before === `pod/${release}-postgres-0`) return skip('the values ask for one PostgreSQL, without failover')
    await during('PostgreSQL failover', async () => {
      await kubectl('delete', before, '--force', '--grace-period=0')
      await expect.poll(async () => (await databaseOf()).target, { timeout: 240_000, interval: 500 }).not.toBe(before)
    })
  })

  it('lost no acknowledged save and threw nobody out', async () => {
    isOver = true
    await answering
    const receipts = await Promise.all(room.students.map((student) => student.submit()))
    expect(new Set(receipts.map(({ status }) => status))).toEqual(new Set(['submitted']))
    expect(room.students.filter(({ statuses }) => statuses.has(401))).toEqual([])
    const { pool, deps, close } = await room.database()
    try {
      await expectNothingLost({ ...room, pool, deps })
    } finally {
      await close()
    }
  })
})
