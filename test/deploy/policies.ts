import { readEnvironment } from '#server/platform/env.ts'
import { chooses, type KubernetesObject, nameOf, podTemplatesOf, selectorOf } from './objects.ts'

type Check = (objects: KubernetesObject[]) => string[]

/** What holds for every object of every way to install, each with what breaks it. */
export const policies: Record<string, Check> = {
  'no Secret has its value here': (objects) =>
    objects.filter(({ kind }) => kind === 'Secret').map((object) => nameOf(object)),

  'no variable holds a secret': (objects) => {
    const inPods = podTemplatesOf(objects).flatMap(({ object, containers }) =>
      containers.flatMap(({ env = [] }) =>
        env.flatMap(({ name, value }) => (value ? [[nameOf(object), name, value]] : [])),
      ),
    )
    const inMaps = objects.flatMap((object) =>
      Object.entries(object.kind === 'ConfigMap' ? (object.data ?? {}) : {}).map(([name, value]) => [
        nameOf(object),
        name,
        value,
      ]),
    )
    return [...inPods, ...inMaps].flatMap(([where, name = '', value = '']) => {
      const isSecret = /SECRET|PASSWORD|KEY|TOKEN/.test(name) && !name.endsWith('_FILE')
      return isSecret || /:\/\/[^/@]*:[^/@]*@/.test(value) ? [`${where} ${name}`] : []
    })
  },

  'every object says whose it is': (objects) =>
    objects.flatMap((object) =>
      ['name', 'instance', 'component', 'part-of', 'version', 'managed-by']
        .filter((label) => !object.metadata.labels?.[`app.kubernetes.io/${label}`])
        .map((label) => `${nameOf(object)} ${label}`),
    ),

  'no pod is root, nor can become it': eachPod(({ spec }) => {
    const { runAsNonRoot, runAsUser, seccompProfile } = spec.securityContext ?? {}
    return [
      ...(runAsNonRoot === true && Number(runAsUser) > 0 ? [] : ['runs as root']),
      ...(isSame(seccompProfile, { type: 'RuntimeDefault' }) ? [] : ['has no seccomp profile']),
      ...(spec.hostNetwork ? ['is on the network of the node'] : []),
      ...(spec.volumes ?? [])
        .filter((volume) => 'hostPath' in volume)
        .map(({ name }) => `${name} is a folder of the node`),
    ]
  }),

  'no pod has the token of an account': (objects) => [
    ...eachPod(({ spec }) => (spec.automountServiceAccountToken === false ? [] : ['has a token']))(objects),
    ...objects
      .filter(
        ({ kind, automountServiceAccountToken }) => kind === 'ServiceAccount' && automountServiceAccountToken !== false,
      )
      .map(nameOf),
  ],

  'every account that a pod names is there': (objects) => {
    const there = objects.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name)
    // What runs before the release has the account of the namespace.
    return eachPod(({ spec: { serviceAccountName = '' } }) =>
      ['default', ...there].includes(serviceAccountName) ? [] : [`has no account ${serviceAccountName}`],
    )(objects)
  },

  'no container has a right that it does not use': eachContainer(({ securityContext }) =>
    isSame(securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    })
      ? []
      : ['has another security context'],
  ),

  'every container says what it needs, and stays within its memory': eachContainer(({ resources }) => [
    ...(resources?.requests?.['cpu'] && resources.requests['memory'] ? [] : ['asks for nothing']),
    ...(resources?.limits?.['memory'] ? [] : ['has no limit of memory']),
  ]),

  'every image has its digest or a tag that says which': eachContainer(({ image }) =>
    /@sha256:[0-9a-f]{64}$|:(?!latest$)[\w][\w.-]*$/.test(image) ? [] : [`runs ${image}`],
  ),

  'what is written has a limit, and secrets are only read': eachPod(({ spec }) => [
    ...(spec.volumes ?? [])
      .filter(({ emptyDir }) => emptyDir && !emptyDir.sizeLimit)
      .map(({ name }) => `${name} has no limit`),
    ...[...(spec.initContainers ?? []), ...spec.containers]
      .flatMap(({ volumeMounts = [] }) => volumeMounts)
      .filter(({ name, readOnly }) => /secret/.test(name) && !readOnly)
      .map(({ name }) => `${name} can be written`),
  ]),

  'what serves is watched from its start, and only readiness asks the database': (objects) =>
    podTemplatesOf(objects)
      .filter(({ object }) => object.kind === 'Deployment' || object.kind === 'StatefulSet')
      .flatMap(({ object, containers }) =>
        containers.flatMap(({ name, startupProbe, livenessProbe, readinessProbe }) => {
          if (!startupProbe || !livenessProbe || !readinessProbe) return [`${nameOf(object)} ${name} is not watched`]
          const asked = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet?.path)
          const right =
            name === 'server' ? ['/health/live', '/health/live', '/health/ready'] : [undefined, undefined, undefined]
          return isSame(asked, right) ? [] : [`${nameOf(object)} ${name} asks ${asked.join(', ')}`]
        }),
      ),

  'a server that leaves still serves until no proxy sends to it': (objects) =>
    podTemplatesOf(objects)
      .filter(({ object }) => object.kind === 'Deployment')
      .flatMap(({ object, template: { spec } }) => {
        const pause = spec.containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0
        const grace = spec.terminationGracePeriodSeconds ?? 30
        const spread = spec.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey).sort()
        return [
          ...(pause >= 5 && grace >= pause + 15 ? [] : [`${nameOf(object)} pauses ${pause} of ${grace} s`]),
          ...(object.spec?.strategy?.rollingUpdate?.maxUnavailable === 0 ? [] : [`${nameOf(object)} rolls with fewer`]),
          ...(isSame(spread, ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'])
            ? []
            : [`${nameOf(object)} is not spread`]),
        ]
      }),

  'every pod is under a policy that lets nothing in or out': (objects) => {
    const denials = objects.filter(
      ({ kind, spec }) =>
        kind === 'NetworkPolicy' && !spec?.ingress && !spec?.egress && spec?.policyTypes?.length === 2,
    )
    return podTemplatesOf(objects)
      .filter(({ template }) => !denials.some(({ spec }) => chooses(spec?.podSelector ?? {}, template.metadata.labels)))
      .map(({ object }) => nameOf(object))
  },

  'no rule of a policy lets everybody in': (objects) =>
    objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .filter(({ spec }) => spec?.ingress?.some(({ from }) => !from?.length))
      .map(nameOf),

  'what chooses pods chooses some': (objects) => {
    const pods = podTemplatesOf(objects).map(({ template }) => template.metadata.labels)
    return objects
      .filter(({ kind }) => kind === 'Service' || kind === 'PodDisruptionBudget')
      .filter((object) => !pods.some((labels) => chooses(selectorOf(object), labels)))
      .map(nameOf)
  },

  'the entrance leads to the port of the site': (objects) => {
    const services = objects.filter(({ kind }) => kind === 'Service')
    const targets = objects.flatMap(({ kind, spec }) => {
      const rules = kind === 'Ingress' || kind === 'HTTPRoute' ? (spec?.rules ?? []) : []
      return rules.flatMap(({ http, backendRefs = [] }) => [
        ...(http?.paths.map(({ backend }) => ({ name: backend.service.name, port: backend.service.port.name })) ?? []),
        ...backendRefs,
      ])
    })
    return targets.flatMap(({ name, port }) => {
      const found = services
        .find((service) => service.metadata.name === name)
        ?.spec?.ports?.find((one) => one.name === port || one.port === port)
      return found?.targetPort === 'http' ? [] : [`${name}:${port}`]
    })
  },

  'only one of the Deployment and the autoscaler says how many servers there are': (objects) => {
    const scaled = objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    return scaled.flatMap(({ metadata, spec }) => {
      const target = objects.find(
        (object) => object.kind === 'Deployment' && object.metadata.name === spec?.scaleTargetRef?.name,
      )
      const isRight =
        target && target.spec?.replicas === undefined && (spec?.minReplicas ?? 0) <= (spec?.maxReplicas ?? 0)
      return isRight ? [] : [metadata.name]
    })
  },

  'a budget lets a node be drained while servers stay': (objects) =>
    objects.some(({ kind }) => kind === 'PodDisruptionBudget') ? [] : ['there is none'],

  'the server accepts its settings': (objects) =>
    objects
      .filter(
        ({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.['app.kubernetes.io/component'] === 'server',
      )
      .flatMap(({ data = {} }) => {
        const plain = Object.entries(data).filter(([name]) => !name.endsWith('_FILE'))
        try {
          readEnvironment({ ...Object.fromEntries(plain), SECRET: 's'.repeat(32), DATABASE_PASSWORD: 'p' })
          return []
        } catch (error) {
          return [String(error)]
        }
      }),
}

/** A check of what each pod is made of. */
function eachPod(check: (template: ReturnType<typeof podTemplatesOf>[number]['template']) => string[]): Check {
  return (objects) =>
    podTemplatesOf(objects).flatMap(({ object, template }) =>
      check(template).map((said) => `${nameOf(object)} ${said}`),
    )
}

/** A check of each container, those that run first included. */
function eachContainer(
  check: (container: ReturnType<typeof podTemplatesOf>[number]['containers'][number]) => string[],
): Check {
  return (objects) =>
    podTemplatesOf(objects).flatMap(({ object, containers }) =>
      containers.flatMap((container) => check(container).map((said) => `${nameOf(object)} ${container.name} ${said}`)),
    )
}

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, one]) => [key, sorted(one)]),
        )
      : value

const isSame = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
