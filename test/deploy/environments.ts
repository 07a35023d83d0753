/** Each has its values file in deploy/helm/bareme and its objects in deploy/gitops/rendered. */
export const environments = ['local', 'dev', 'prod', 'eks'] as const

/** What the chart and Compose share, with its copy in the chart. */
export const sharedFiles = {
  'monitoring/alerts.yml': 'helm/bareme/files/alerts.yml',
  'monitoring/grafana/dashboards/bareme.json': 'helm/bareme/files/dashboard.json',
}
