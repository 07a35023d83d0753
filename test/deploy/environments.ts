/** Each has its values file in deploy/helm/bareme and its objects in deploy/gitops/rendered. */
export const environments = ['local', 'dev', 'prod', 'eks'] as const
