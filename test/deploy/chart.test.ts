import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { environments, sharedFiles } from './environments.ts'
import { hasHelm, hasKubectl, helmLint, helmTemplate, helmTemplateOf, kustomize } from './helm.ts'
import { nameOf, objectsIn, podTemplatesOf, readDeploy } from './objects.ts'
import { policies } from './policies.ts'
import { type JsonSchema, problemsOf } from './schemas.ts'

type Values = { [name: string]: unknown }

const isGroup = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const valuesOf = (file: string) => parse(readDeploy(`helm/bareme/${file}`)) as Values

/** As Helm does: groups are merged, the rest is replaced. */
const merge = (under: Values, over: Values): Values => ({
  ...under,
  ...Object.fromEntries(
    Object.entries(over).map(([name, value]) => {
      const below = under[name]
      return [name, isGroup(below) && isGroup(value) ? merge(below, value) : value]
    }),
  ),
})

describe('the values of the chart', () => {
  const schema = JSON.parse(readDeploy('helm/bareme/values.schema.json')) as JsonSchema
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema)
  const wrong = (values: Values) => {
    void validate(values)
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }
  const defaults = valuesOf('values.yaml')

  it.each(environments)('of values-%s.yaml are all known, and right', (name) => {
    expect(wrong(merge(defaults, valuesOf(`values-${name}.yaml`)))).toEqual([])
  })

  it('are closed: what the schema does not name is refused, at every depth', () => {
    const open: string[] = []
    const visit = (one: unknown, path: string) => {
      if (!isGroup(one)) return
      if (isGroup(one['properties']) && one['additionalProperties'] !== false) open.push(path)
      for (const [name, inner] of Object.entries(one)) visit(inner, `${path}/${name}`)
    }
    visit(schema, '')
    expect(open).toEqual([])
    expect(wrong({ ...defaults, replica: 3 })).not.toEqual([])
    expect(wrong(merge(defaults, { database: { bundled: { storage: '1Gi' } } }))).not.toEqual([])
  })

  it('have each a default, and the schema names no other', () => {
    const names = (one: unknown, path: string): string[] =>
      isGroup(one)
        ? Object.entries(one).flatMap(([name, inner]) => [`${path}.${name}`, ...names(inner, `${path}.${name}`)])
        : []
    const described = (one: unknown, path: string): string[] => {
      if (!isGroup(one)) return []
      const { $ref } = one
      if (typeof $ref === 'string') {
        const definitions = schema['definitions'] as Record<string, JsonSchema>
        return described(definitions[$ref.split('/').at(-1) ?? ''], path)
      }
      const { properties } = one
      return isGroup(properties)
        ? Object.entries(properties).flatMap(([name, inner]) => [
            `${path}.${name}`,
            ...described(inner, `${path}.${name}`),
          ])
        : []
    }
    // What Helm itself gives, a limit of processor time, which nobody has to set, and the shapes of Kubernetes, of which the defaults are examples.
    const asked = described(schema, '').filter((name) => !/^\.global$|limits\.cpu$/.test(name))
    const given = names(defaults, '').filter((name) => !/\.(ingressFrom|monitoringFrom|dnsTo)\./.test(name))
    expect(asked.sort()).toEqual(given.sort())
  })

  it.each([
    ['an image nobody can name', { image: { tag: 'latest' } }],
    ['a digest that is none', { image: { digest: 'sha256:12' } }],
    ['a proxy that would be believed whatever it says', { config: { trustProxy: 'true' } }],
    ['a secret among the settings', { config: { extra: { ASSISTANT_KEY: 'k' } } }],
    ['no server', { replicas: 0 }],
    ['a container without a limit of memory', { resources: { limits: { memory: null } } }],
    ['a backup in another folder', { restore: { file: '../b.gz' } }],
  ])('refuse %s', (_, values) => {
    expect(wrong(merge(defaults, values))).not.toEqual([])
  })

  it('install the version of this repository, and the PostgreSQL of docker-compose.yml', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(parse(readDeploy('helm/bareme/Chart.yaml'))).toMatchObject({ appVersion: version })
    const { bundled } = (defaults as { database: { bundled: { image: string } } }).database
    expect(readFileSync('docker-compose.yml', 'utf8')).toContain(`{POSTGRES_IMAGE:-${bundled.image}}`)
  })
})

// npx tsx test/deploy/write-rendered.ts copies them.
it.each(Object.entries(sharedFiles))('%s is the same in the chart', (from, to) => {
  expect(readDeploy(to)).toBe(readDeploy(from))
})

describe.each(environments)('what Helm makes of values-%s.yaml', (name) => {
  const objects = objectsIn(readDeploy(`gitops/rendered/${name}/bareme.yaml`))

  it('is what Kubernetes and the operators describe', () => {
    expect(objects.flatMap(problemsOf)).toEqual([])
    expect(objects.length).toBeGreaterThan(10)
  })

  it.each(Object.entries(policies))('%s', (_, check) => {
    expect(check(objects)).toEqual([])
  })
})

/** For each rule, a change of the objects of values-prod.yaml that it must see. */
const faults: Record<string, [RegExp, string]> = {
  'no Secret has its value here': [/kind: ConfigMap/, 'kind: Secret'],
  'no variable holds a secret': [/postgresql:\/\/bareme@/, 'postgresql://bareme:word@'],
  'every object says whose it is': [/app\.kubernetes\.io\/part-of: bareme/, 'part-of: bareme'],
  'no pod is root, nor can become it': [/runAsUser: 10001/, 'runAsUser: 0'],
  'no pod has the token of an account': [/ +automountServiceAccountToken: false\n/, ''],
  'every account that a pod names is there': [/serviceAccountName: bareme\n/, 'serviceAccountName: admin\n'],
  'no container has a right that it does not use': [/readOnlyRootFilesystem: true/, 'readOnlyRootFilesystem: false'],
  'every container says what it needs, and stays within its memory': [/limits:\n( +)memory/, 'limits:\n$1cpu'],
  'every image has its digest or a tag that says which': [/rclone:[\d.]+/, 'rclone:latest'],
  'what is written has a limit, and secrets are only read': [/sizeLimit: 512Mi/, 'medium: Memory'],
  'what serves is watched from its start, and only readiness asks the database': [/\/health\/live/, '/health/ready'],
  'a server that leaves still serves until no proxy sends to it': [/seconds: 10\n/, 'seconds: 0\n'],
  'every pod is under a policy that lets nothing in or out': [/kind: NetworkPolicy/, 'kind: NetworkPolicies'],
  'no rule of a policy lets everybody in': [
    /- from:\n( +)- namespaceSelector:/,
    '- from: []\n$1others:\n$1- namespaceSelector:',
  ],
  'what chooses pods chooses some': [
    / {2}selector:\n {4}app\.kubernetes\.io\/name: bareme/,
    '  selector:\n    app: bareme',
  ],
  'the entrance leads to the port of the site': [/targetPort: http/, 'targetPort: metrics'],
  'only one of the Deployment and the autoscaler says how many servers there are': [
    /revisionHistoryLimit: 5/,
    'replicas: 3',
  ],
  'a budget lets a node be drained while servers stay': [/kind: PodDisruptionBudget/, 'kind: PodBudget'],
  'the server accepts its settings': [/DATABASE_POOLER: transaction/, 'DATABASE_POOLER: session'],
}

it.each(Object.entries(policies))('the rule « %s » sees a fault', (name, check) => {
  const text = readDeploy('gitops/rendered/prod/bareme.yaml')
  const [what, by] = faults[name] ?? [/^/, '']
  const broken = text.replace(what, by)
  expect(broken).not.toBe(text)
  expect(check(objectsIn(broken))).not.toEqual([])
})

/** Every other way to install, so that each line of a template is tried. */
const others = {
  'a PostgreSQL of somebody else through PgBouncer, a Gateway of its own, a sealed secret, everything watched': `
    host: exams.example.org
    image: { pullSecrets: [registry], digest: sha256:${'a'.repeat(64)} }
    secret: { from: sealedSecret, sealedSecret: { encryptedData: { site-secret: AgB1, database-password: AgB2, key: AgB3, smtp: AgB4 } }, keys: { assistant: key, mail: smtp } }
    database: { external: { host: db.example.org, caSecret: db-ca }, pooler: { enabled: true, host: pooler.example.org } }
    config: { assistant: { url: "https://assistant.example.org/v1", model: small }, mail: { url: "smtp://bareme@mail.example.org:587", from: bareme@example.org }, otlpEndpoint: "http://collector:4318", extra: { QUESTIONS_DIR: questions } }
    gateway: { enabled: true, create: true, className: envoy, tlsSecret: bareme-tls, annotations: { a: b } }
    autoscaling: { enabled: true, requests: { enabled: true } }
    nodeSelector: { disk: ssd }
    tolerations: [{ key: exams, operator: Exists }]
    affinity: { podAntiAffinity: {} }
    priorityClassName: exams
    podAnnotations: { a: b }
    serviceAccount: { annotations: { a: b } }
    service: { annotations: { a: b } }
    networkPolicy: { databaseCidrs: [10.0.0.0/8], extraEgress: [{ to: [{ ipBlock: { cidr: 10.1.0.0/16 } }] }] }
    monitoring: { serviceMonitor: true, prometheusRule: true, dashboard: true, labels: { release: prometheus } }
    backup: { enabled: true, to: s3, s3: { bucket: b, region: eu-west-3 } }`,
  'a restore from a bucket': `
    database: { mode: cloudNativePg, cloudNativePg: { imageName: "ghcr.io/cloudnative-pg/postgresql:18.1", storageClass: gp3 } }
    backup: { enabled: true, to: s3, s3: { bucket: b, endpoint: "http://minio:9000", credentialsSecret: keys } }
    autoscaling: { enabled: true }
    restore: { file: sauvegarde-2026-11-30-030000.gz }`,
  'a restore from a volume that exists, and no hook': `
    database: { mode: bundled, bundled: { storageClass: fast } }
    migration: { hook: none }
    backup: { enabled: true, volume: { existingClaim: backups } }
    restore: { file: b.gz }`,
  'a secret from a store, and the network of the cluster closed to all': `
    secret: { from: externalSecret, name: keys, externalSecret: { store: vault, remoteKey: bareme } }
    database: { external: { host: db, sslMode: disable } }
    networkPolicy: { ingressFrom: [], monitoringFrom: [] }
    backup: { enabled: true, volume: { storageClass: slow } }`,
}

/** Values that are each right and contradict each other, with a word of the sentence in French and in English. */
const contradictions: [string, string, RegExp][] = [
  ['no database', '', /Il manque database\.external\.host.*database\.external\.host is missing/s],
  ['two entrances', 'ingress: { enabled: true }\ngateway: { enabled: true }', /deux entrées.*two entrances/s],
  ['no address', 'ingress: { enabled: true }', /l’adresse que tapent.*the address that students type/s],
  ['no certificate', 'host: a.b\ningress: { enabled: true }', /Secret du certificat.*Secret of the certificate/s],
  ['no gateway', 'host: a.b\ngateway: { enabled: true }', /la Gateway à rejoindre.*the Gateway to join/s],
  ['a gateway of nobody', 'host: a.b\ngateway: { enabled: true, create: true }', /quel contrôleur.*which controller/s],
  [
    'a gateway without certificate',
    'host: a.b\ngateway: { enabled: true, create: true, className: c }',
    /gateway\.tlsSecret est vide.*gateway\.tlsSecret is empty/s,
  ],
  [
    'a pooler on a laptop',
    'database: { mode: bundled, pooler: { enabled: true } }',
    /n’a pas d’objet.*makes no sense/s,
  ],
  ['a pooler nowhere', 'database: { external: { host: d }, pooler: { enabled: true } }', /l’adresse de PgBouncer/],
  [
    'more at least than at most',
    'database: { mode: bundled }\nautoscaling: { enabled: true, minReplicas: 5 }',
    /dépasse autoscaling\.maxReplicas.*is above/s,
  ],
  ['a restore from nowhere', 'database: { mode: bundled }\nrestore: { file: b.gz }', /demande backup\.enabled/],
  ['a bucket without name', 'database: { mode: bundled }\nbackup: { enabled: true, to: s3 }', /backup\.s3\.bucket/],
  [
    'a store without name',
    'database: { mode: bundled }\nsecret: { from: externalSecret }',
    /secret\.externalSecret\.store/,
  ],
  ['a sealed nothing', 'database: { mode: bundled }\nsecret: { from: sealedSecret }', /encryptedData\.site-secret/],
  ['mail from nobody', 'database: { mode: bundled }\nconfig: { mail: { url: "smtp://a" } }', /vont ensemble/],
  ['a nameless assistant', 'database: { mode: bundled }\nconfig: { assistant: { url: "http://a" } }', /vont ensemble/],
  [
    'a stop cut short',
    'database: { mode: bundled }\nterminationGracePeriodSeconds: 20',
    /est tué avant.*is killed before/s,
  ],
  [
    'too many connections',
    'database: { external: { host: d } }\nreplicas: 9',
    /\(9 \+ 1\) x \(16 \+ 2\) \+ 10 = 190.*100.*Too many connections/s,
  ],
  [
    'too many connections of the pooler',
    'database: { mode: cloudNativePg, pooler: { enabled: true, poolSize: 60 } }',
    /\(2 \+ 1\) x 2 \+ 2 x 60 \+ 10 = 136/,
  ],
]

describe.skipIf(!hasHelm)('Helm itself (skipped without helm on PATH)', () => {
  it('gives valid labels to a chart packaged by Flux, whose version names the commit', async () => {
    const { code, out, said } = await helmTemplateOf(`0.1.0+${'39c4a22c830d'.repeat(5)}.1`, 'local')
    expect(code, said).toBe(0)
    const labels = objectsIn(out).flatMap(({ metadata }) => Object.values(metadata.labels ?? {}))
    expect(labels.length).toBeGreaterThan(20)
    expect(labels.filter((label) => !/^(?=.{1,63}$)[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/.test(label))).toEqual([])
  })

  it.each(environments)(
    'finds nothing to say about values-%s.yaml, and makes the objects that are kept',
    async (name) => {
      const [linted, { code, out, said }] = await Promise.all([helmLint(name), helmTemplate({ file: name })])
      expect(linted).toMatchObject({ code: 0 })
      expect(code, said).toBe(0)
      // npx tsx test/deploy/write-rendered.ts writes them again.
      expect(objectsIn(out)).toEqual(objectsIn(readDeploy(`gitops/rendered/${name}/bareme.yaml`)))
    },
  )

  it.each(Object.entries(others))('makes right objects of %s', async (_, values) => {
    const { code, out, said } = await helmTemplate({ values })
    expect(code, said).toBe(0)
    const objects = objectsIn(out)
    expect(objects.flatMap(problemsOf)).toEqual([])
    for (const [policy, check] of Object.entries(policies)) expect(check(objects), policy).toEqual([])
  })

  it('refuses values that contradict each other, in both languages', async () => {
    const answers = await Promise.all(
      contradictions.map(async ([name, values, sentence]) => ({ name, sentence, ...(await helmTemplate({ values })) })),
    )
    expect(answers.filter(({ code, said, sentence }) => code === 0 || !sentence.test(said))).toEqual([])
  })

  it('stops the servers while a backup comes back', async () => {
    const { out } = await helmTemplate({ values: others['a restore from a bucket'] })
    const objects = objectsIn(out)
    expect(objects.find(({ kind }) => kind === 'Deployment')?.spec?.replicas).toBe(0)
    expect(objects.map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler')
  })
})

describe.skipIf(!hasKubectl)('Kustomize (skipped without kubectl on PATH)', () => {
  it.each(['dev', 'prod'])(
    'makes of %s the pods that Helm makes, in a namespace that refuses any other right',
    async (name) => {
      const made = await kustomize(`gitops/kustomize/overlays/${name}`)
      expect(made).toMatchObject({ code: 0 })
      const objects = objectsIn(made.out)
      const helm = objectsIn(readDeploy(`gitops/rendered/${name}/bareme.yaml`))
      const isNamespace = ({ kind }: { kind: string }) => kind === 'Namespace'
      expect(objects.filter((object) => !isNamespace(object)).map(nameOf)).toEqual(helm.map(nameOf))
      expect(podTemplatesOf(objects).map(({ template }) => template)).toEqual(
        podTemplatesOf(helm).map(({ template }) => template),
      )
      expect(objects.flatMap(problemsOf)).toEqual([])
      for (const [policy, check] of Object.entries(policies)) expect(check(objects), policy).toEqual([])
      expect(objects.find(isNamespace)?.metadata).toMatchObject({
        name: `bareme-${name}`,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      })
    },
  )
})

describe('GitOps', () => {
  const files = [
    'argocd/project',
    'argocd/application',
    'argocd/applicationset',
    'flux/source',
    'flux/dev',
    'flux/prod',
    'flux/oci',
  ]

  it.each([...files, 'eks/storage-class'])('%s.yaml is what its operator describes', (file) => {
    const objects = objectsIn(readDeploy(`gitops/${file}.yaml`))
    expect(objects.length).toBeGreaterThan(0)
    expect(objects.flatMap(problemsOf)).toEqual([])
  })

  it('names values files, folders and a repository that are there', () => {
    const text = files.map((file) => readDeploy(`gitops/${file}.yaml`)).join('\n')
    const named = [...text.matchAll(/values-(\w+)\.yaml/g)].map(([, name]) => name)
    expect(new Set(named)).toEqual(new Set(['dev', 'prod']))
    expect(
      new Set([...text.matchAll(/repoURL: (\S+)|url: (https\S+)/g)].map(([, argo, flux]) => argo ?? flux)),
    ).toHaveLength(1)
    expect(text).toContain('path: deploy/helm/bareme')
  })
})

describe('docs/kubernetes.md', () => {
  const pages = ['docs/kubernetes.md', 'docs/kubernetes.fr.md'].map((page) => readFileSync(page, 'utf8'))
  const commandsOf = (page: string) =>
    [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
      block.split('\n').map((line) => line.replace(/(^| +)# .*$/, '')),
    )

  it('gives the same commands in both languages', () => {
    const [english = '', french = ''] = pages
    expect(commandsOf(french)).toEqual(commandsOf(english))
    expect(commandsOf(english).length).toBeGreaterThan(60)
  })

  it('sets only values that exist, and names only files that are there', () => {
    const [page = ''] = pages
    const defaults = valuesOf('values.yaml')
    const isThere = (path: string) => {
      const found = path.split('.').reduce<unknown>((at, name) => (isGroup(at) ? at[name] : undefined), defaults)
      return found !== undefined
    }
    const set = [
      ...page.matchAll(/--set ([\w.]+)=/g),
      ...page.matchAll(
        /`((?:database|secret|networkPolicy|monitoring|backup|restore|image|ingress|migration)\.[\w.]+)(?:: [^`]*)?`/g,
      ),
    ]
    // One is an example of what is refused; the chart of Amazon has its own values.
    const others = ['replica', 'clusterName', 'serviceAccount.name']
    expect(set.map(([, name = '']) => name).filter((name) => !isThere(name) && !others.includes(name))).toEqual([])
    const paths = [...page.matchAll(/deploy\/[\w./-]+\w/g)].map(([path]) => path)
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
    expect(paths.length).toBeGreaterThan(20)
  })
})
