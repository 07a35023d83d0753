{{/* The name of the release, which is also that of most objects. */}}
{{- define "bareme.name" -}}
{{- if contains "bareme" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-bareme" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* By which a Service or a policy finds its pods: never changes. (list $ "component") */}}
{{- define "bareme.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: bareme
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Of pods: without the version of the chart, which alone is no reason to restart them. (list $ "component") */}}
{{- define "bareme.podLabels" -}}
{{ include "bareme.selector" . }}
app.kubernetes.io/part-of: bareme
{{- end }}

{{/* (list $ "component") */}}
{{- define "bareme.labels" -}}
{{- $root := index . 0 -}}
{{ include "bareme.podLabels" . }}
app.kubernetes.io/version: {{ include "bareme.labelValue" $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ include "bareme.labelValue" (printf "%s-%s" $root.Chart.Name $root.Chart.Version) }}
{{- end }}

{{/* A version may hold a « + », as each commit that Flux packages does; a label may not. */}}
{{- define "bareme.labelValue" -}}
{{ . | replace "+" "_" | trunc 63 | trimSuffix "-" | trimSuffix "_" | trimSuffix "." }}
{{- end }}

{{- define "bareme.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{- define "bareme.secretName" -}}
{{ .Values.secret.name | default (include "bareme.name" .) }}
{{- end }}

{{/* The server of the database that migrations, messages and commands use: never a pooler. */}}
{{- define "bareme.databaseHost" -}}
{{- with .Values.database -}}
{{- if eq .mode "external" }}{{ .external.host }}
{{- else if eq .mode "cloudNativePg" }}{{ include "bareme.name" $ }}-postgres-rw
{{- else }}{{ include "bareme.name" $ }}-postgres
{{- end }}
{{- end }}
{{- end }}

{{- define "bareme.databasePort" -}}
{{ if eq .Values.database.mode "external" }}{{ .Values.database.external.port }}{{ else }}5432{{ end }}
{{- end }}

{{- define "bareme.poolerHost" -}}
{{ if eq .Values.database.mode "external" }}{{ .Values.database.pooler.host }}{{ else }}{{ include "bareme.name" . }}-pooler{{ end }}
{{- end }}

{{- define "bareme.poolerPort" -}}
{{ if eq .Values.database.mode "external" }}{{ .Values.database.pooler.port }}{{ else }}5432{{ end }}
{{- end }}

{{/* How the certificate of the database is checked. */}}
{{- define "bareme.sslQuery" -}}
{{- with .Values.database -}}
{{- if eq .mode "cloudNativePg" -}}
?sslmode=verify-full&sslrootcert=/run/secrets/database/ca.crt
{{- else if eq .mode "external" -}}
?sslmode={{ .external.sslMode }}{{ if .external.caSecret }}&sslrootcert=/run/secrets/database/ca.crt{{ end }}
{{- end }}
{{- end }}
{{- end }}

{{/* (list $ host port) */}}
{{- define "bareme.databaseUrl" -}}
{{- $root := index . 0 -}}
postgresql://{{ $root.Values.database.user }}@{{ index . 1 }}:{{ index . 2 }}/{{ $root.Values.database.name }}{{ include "bareme.sslQuery" $root }}
{{- end }}

{{- define "bareme.directUrl" -}}
{{ include "bareme.databaseUrl" (list . (include "bareme.databaseHost" .) (include "bareme.databasePort" .)) }}
{{- end }}

{{- define "bareme.publicUrl" -}}
{{- if .Values.publicUrl }}{{ .Values.publicUrl }}
{{- else if .Values.host }}{{ ternary "https" "http" .Values.tls }}://{{ .Values.host }}
{{- end }}
{{- end }}

{{- define "bareme.servers" -}}
{{ if .Values.restore.file }}0{{ else if .Values.autoscaling.enabled }}{{ .Values.autoscaling.maxReplicas }}{{ else }}{{ .Values.replicas }}{{ end }}
{{- end }}

{{/* The service account of EKS Pod Identity for backups is its own: the servers have no right on the bucket. */}}
{{- define "bareme.backupAccount" -}}
{{ include "bareme.name" . }}-backup
{{- end }}
