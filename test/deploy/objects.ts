import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { projectRoot } from '#server/platform/project-root.ts'

type Names = Record<string, string>
type Probe = { httpGet?: { path: string; port: string } }
type Selector = { matchLabels?: Names; matchExpressions?: { key: string; operator: string; values: string[] }[] }

export type Container = {
  name: string
  image: string
  command?: string[]
  env?: { name: string; value?: string; valueFrom?: object }[]
  ports?: { name: string; containerPort: number; hostPort?: number }[]
  startupProbe?: Probe
  livenessProbe?: Probe
  readinessProbe?: Probe
  lifecycle?: { preStop?: { sleep?: { seconds: number } } }
  resources?: { requests?: Names; limits?: Names }
  securityContext?: Record<string, unknown>
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[]
}

export type PodSpec = {
  serviceAccountName?: string
  automountServiceAccountToken?: boolean
  hostNetwork?: boolean
  securityContext?: Record<string, unknown>
  terminationGracePeriodSeconds?: number
  topologySpreadConstraints?: { topologyKey: string }[]
  initContainers?: Container[]
  containers: Container[]
  volumes?: { name: string; emptyDir?: { sizeLimit?: string }; [source: string]: unknown }[]
}

export type PodTemplate = { metadata: { labels: Names; annotations?: Names }; spec: PodSpec }

/** The fields that tests read; each kind has some of them. */
type Spec = {
  replicas?: number
  strategy?: { rollingUpdate?: { maxUnavailable: number } }
  template?: PodTemplate
  jobTemplate?: { spec: { template: PodTemplate } }
  /** Of a Service, the labels themselves. */
  selector?: Selector | Names
  podSelector?: Selector
  policyTypes?: string[]
  ingress?: { from?: object[] }[]
  egress?: object[]
  ports?: { name: string; port: number; targetPort: string }[]
  rules?: {
    http?: { paths: { backend: { service: { name: string; port: { name: string } } } }[] }
    backendRefs?: { name: string; port: number }[]
  }[]
  scaleTargetRef?: { kind: string; name: string }
  minReplicas?: number
  maxReplicas?: number
}

export type KubernetesObject = {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; labels?: Names; annotations?: Names }
  automountServiceAccountToken?: boolean
  data?: Names
  spec?: Spec
}

/** The objects of a text of several YAML documents, in the order of their kinds and names. */
export function objectsIn(text: string): KubernetesObject[] {
  const all = parseAllDocuments(text).flatMap((document) => (document.toJS() as KubernetesObject | null) ?? [])
  return all.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
}

export const nameOf = ({ kind, metadata }: KubernetesObject) => `${kind}/${metadata.name}`

export const readDeploy = (path: string) => readFileSync(join(projectRoot, 'deploy', path), 'utf8')

/** What starts pods, with what it starts. */
export const podTemplatesOf = (objects: KubernetesObject[]) =>
  objects.flatMap((object) => {
    const template = object.spec?.jobTemplate?.spec.template ?? object.spec?.template
    return template?.spec && object.kind !== 'Pooler' && object.kind !== 'ApplicationSet'
      ? [{ object, template, containers: [...(template.spec.initContainers ?? []), ...template.spec.containers] }]
      : []
  })

/** That of a Service is only labels. */
export const selectorOf = ({ kind, spec }: KubernetesObject): Selector =>
  kind === 'Service' ? { matchLabels: (spec?.selector ?? {}) as Names } : ((spec?.selector ?? {}) as Selector)

/** Whether a selector of Kubernetes chooses what has these labels. */
export function chooses({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Names) {
  return (
    Object.entries(matchLabels).every(([name, value]) => labels[name] === value) &&
    matchExpressions.every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key] ?? ''))
  )
}
