import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { JsonSchema } from './schemas.ts'

// npx tsx test/deploy/write-schemas.ts VERSION SWAGGER.json CRD.yaml…: the kinds that deploy/ uses, out of the OpenAPI document of
// Kubernetes (api/openapi-spec/swagger.json) and of the custom resource definitions of the other projects.

/** What deploy/ asks Kubernetes itself for. */
const kinds = [
  'v1 ConfigMap',
  'v1 Namespace',
  'v1 PersistentVolumeClaim',
  'v1 Service',
  'v1 ServiceAccount',
  'apps/v1 Deployment',
  'apps/v1 StatefulSet',
  'autoscaling/v2 HorizontalPodAutoscaler',
  'batch/v1 CronJob',
  'batch/v1 Job',
  'networking.k8s.io/v1 Ingress',
  'networking.k8s.io/v1 NetworkPolicy',
  'policy/v1 PodDisruptionBudget',
  'storage.k8s.io/v1 StorageClass',
]

type Raw = { [key: string]: unknown }
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Go reads some expressions that JavaScript does not; those are left to the API server. */
function isReadHere(pattern: string) {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp
  } catch {
    return false
  }
}

/** Only what says whether a value is right, with every object closed: a misspelt field must not pass. */
function strict(raw: Raw): JsonSchema {
  const { $ref, type, enum: values, pattern, required, minimum, maximum, items } = raw
  if (typeof $ref === 'string') return { $ref: `#/definitions/${$ref.split('/').at(-1)}` }
  // Written as a string here, and read as both by the API server.
  if (raw['x-kubernetes-int-or-string'] || raw['format'] === 'int-or-string') return { type: ['integer', 'string'] }
  const properties = isRaw(raw['properties'])
    ? Object.fromEntries(Object.entries(raw['properties']).map(([name, value]) => [name, strict(value as Raw)]))
    : undefined
  const isOpen = raw['x-kubernetes-preserve-unknown-fields'] === true
  const additional = raw['additionalProperties']
  return {
    ...(type !== undefined && { type: raw['nullable'] ? [type, 'null'] : type }),
    ...(values !== undefined && { enum: values }),
    ...(typeof pattern === 'string' && isReadHere(pattern) && { pattern }),
    ...(required !== undefined && { required }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(isRaw(items) && { items: strict(items) }),
    ...(properties && { properties }),
    ...(isRaw(additional) && { additionalProperties: strict(additional) }),
    ...(properties && !isOpen && !isRaw(additional) && { additionalProperties: false }),
  }
}

const [version = '', swaggerFile = '', ...crdFiles] = process.argv.slice(2)
const definitions: Record<string, JsonSchema> = {}
const roots: Record<string, JsonSchema> = {}

type Swagger = { definitions: Record<string, Raw> }
const swagger = JSON.parse(readFileSync(swaggerFile, 'utf8')) as Swagger
const toVisit: string[] = []
for (const [name, raw] of Object.entries(swagger.definitions)) {
  for (const { group, version, kind } of (raw['x-kubernetes-group-version-kind'] ?? []) as Record<string, string>[]) {
    const key = `${group ? `${group}/` : ''}${version} ${kind}`
    if (!kinds.includes(key)) continue
    roots[key] = { $ref: `#/definitions/${name}` }
    toVisit.push(name)
  }
}
for (let name = toVisit.pop(); name; name = toVisit.pop()) {
  if (definitions[name]) continue
  // A quantity is a string for OpenAPI, and a number is read as well.
  const text = name.endsWith('Quantity') ? { type: ['string', 'number'] } : strict(swagger.definitions[name] ?? {})
  definitions[name] = text
  for (const [, next = ''] of JSON.stringify(text).matchAll(/#\/definitions\/([^"]+)/g)) toVisit.push(next)
}

type Crd = {
  kind: string
  spec: { group: string; names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: Raw } }[] }
}
const metadata = { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }
const wanted =
  /^(argoproj\.io\/v1alpha1 (Application|ApplicationSet|AppProject)|gateway\.networking\.k8s\.io\/v1 (Gateway|HTTPRoute)|monitoring\.coreos\.com\/v1 (ServiceMonitor|PrometheusRule)|external-secrets\.io\/v1 ExternalSecret|bitnami\.com\/v1alpha1 SealedSecret|postgresql\.cnpg\.io\/v1 (Cluster|Pooler)|source\.toolkit\.fluxcd\.io\/v1 (GitRepository|OCIRepository)|helm\.toolkit\.fluxcd\.io\/v2 HelmRelease)$/
const crds: string[] = []
for (const document of crdFiles.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')))) {
  const crd = document.toJS() as Crd | null
  if (crd?.kind !== 'CustomResourceDefinition') continue
  for (const { name, schema } of crd.spec.versions) {
    const key = `${crd.spec.group}/${name} ${crd.spec.names.kind}`
    if (!wanted.test(key)) continue
    const { properties = {}, ...rest } = strict(schema.openAPIV3Schema) as { properties?: Record<string, JsonSchema> }
    const { status: _, ...asked } = properties
    roots[key] = { ...rest, properties: { ...asked, metadata } }
    crds.push(key)
  }
}

// The same shape stands a hundred times in one custom resource: once is enough.
const seen = new Map<string, number>()
function count(value: unknown) {
  if (Array.isArray(value)) value.forEach(count)
  if (!isRaw(value)) return
  const text = JSON.stringify(value)
  if (text.length > 120) seen.set(text, (seen.get(text) ?? 0) + 1)
  if ((seen.get(text) ?? 0) < 2) Object.values(value).forEach(count)
}
count(roots)
function shared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shared)
  if (!isRaw(value)) return value
  const text = JSON.stringify(value)
  const inside = () => Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shared(one)]))
  // Only schemas, not the lists of their properties, have a type or properties of their own.
  const isSchema = typeof value['type'] === 'string' || Array.isArray(value['type'])
  if (!isSchema || (seen.get(text) ?? 0) < 2) return inside()
  const name = createHash('sha256').update(text).digest('hex').slice(0, 10)
  if (!definitions[name]) {
    definitions[name] = {}
    definitions[name] = inside()
  }
  return { $ref: `#/definitions/${name}` }
}
const kept = Object.fromEntries(Object.entries(roots).sort(([a], [b]) => (a < b ? -1 : 1)))
const from = `Kubernetes ${version}, and the definitions of ${[...new Set(crds.map((key) => key.split('/')[0]))].join(', ')}`
const written = { from, kinds: shared(kept), definitions }
writeFileSync(join(import.meta.dirname, 'schemas.json'), `${JSON.stringify(written)}\n`)
console.log(Object.keys(kept).join('\n'))
