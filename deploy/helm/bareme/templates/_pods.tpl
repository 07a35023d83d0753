{{/* The restricted profile of Pod Security. (the numeric user) */}}
{{- define "bareme.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "bareme.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/* The settings that servers and commands share, without any secret. */}}
{{- define "bareme.commonSettings" -}}
DATABASE_PASSWORD_FILE: /run/secrets/database/password
SECRET_FILE: /run/secrets/bareme/site
{{- with include "bareme.publicUrl" . }}
PUBLIC_URL: {{ . | quote }}
{{- end }}
LOG_LEVEL: {{ .Values.config.logLevel | quote }}
{{- end }}

{{/* Settings of a server, as in docs/operating.md. */}}
{{- define "bareme.serverSettings" -}}
{{ include "bareme.commonSettings" . }}
PORT: "3000"
HOST: 0.0.0.0
{{- if .Values.monitoring.enabled }}
METRICS_PORT: "9464"
{{- end }}
{{- if .Values.database.pooler.enabled }}
DATABASE_URL: {{ include "bareme.databaseUrl" (list . (include "bareme.poolerHost" .) (include "bareme.poolerPort" .)) | quote }}
DATABASE_DIRECT_URL: {{ include "bareme.directUrl" . | quote }}
DATABASE_POOLER: transaction
{{- else }}
DATABASE_URL: {{ include "bareme.directUrl" . | quote }}
{{- end }}
DATABASE_POOL: {{ .Values.database.pool | quote }}
READY_WITHOUT_DATABASE_SECONDS: {{ .Values.config.readyWithoutDatabaseSeconds | quote }}
TRUST_PROXY: {{ .Values.config.trustProxy | default (ternary "1" "false" (or .Values.ingress.enabled .Values.gateway.enabled)) | quote }}
REQUIRE_SECOND_FACTOR: {{ .Values.config.requireSecondFactor | quote }}
{{- with .Values.config.otlpEndpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ . | quote }}
{{- end }}
{{- range $name, $value := .Values.config.extra }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- with .Values.config.mail }}
{{- if .url }}
SMTP_URL: {{ .url | quote }}
SMTP_FROM: {{ .from | quote }}
{{- if $.Values.secret.keys.mail }}
SMTP_PASSWORD_FILE: /run/secrets/bareme/mail
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.config.assistant }}
{{- if .url }}
ASSISTANT_URL: {{ .url | quote }}
ASSISTANT_MODEL: {{ .model | quote }}
{{- if $.Values.secret.keys.assistant }}
ASSISTANT_KEY_FILE: /run/secrets/bareme/assistant
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/*
The environment of a command (migrate, account, backup, restore): written in the Job, because a hook runs before the
ConfigMap is there; and straight to PostgreSQL, because a pooler may give another connection between two statements.
*/}}
{{- define "bareme.commandEnv" -}}
{{- $settings := include "bareme.commonSettings" . | fromYaml }}
{{- $_ := set $settings "DATABASE_URL" (include "bareme.directUrl" .) }}
{{- range $name, $value := $settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* As files, which neither `kubectl describe` nor a list of processes shows. */}}
{{- define "bareme.secretMounts" -}}
- name: site-secret
  mountPath: /run/secrets/bareme
  readOnly: true
- name: database-secret
  mountPath: /run/secrets/database
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- end }}

{{/* 288 is 0440, which not every reader of YAML takes for octal. */}}
{{- define "bareme.secretVolumes" -}}
- name: site-secret
  secret:
    secretName: {{ include "bareme.secretName" . }}
    defaultMode: 288
    items:
      - key: {{ .Values.secret.keys.site }}
        path: site
      {{- if and .Values.config.assistant.url .Values.secret.keys.assistant }}
      - key: {{ .Values.secret.keys.assistant }}
        path: assistant
      {{- end }}
      {{- if and .Values.config.mail.url .Values.secret.keys.mail }}
      - key: {{ .Values.secret.keys.mail }}
        path: mail
      {{- end }}
- name: database-secret
  projected:
    defaultMode: 288
    sources:
      {{- if eq .Values.database.mode "cloudNativePg" }}
      # Made by the operator.
      - secret:
          name: {{ include "bareme.name" . }}-postgres-app
          items:
            - key: password
              path: password
      - secret:
          name: {{ include "bareme.name" . }}-postgres-ca
          items:
            - key: ca.crt
              path: ca.crt
      {{- else }}
      - secret:
          name: {{ include "bareme.secretName" . }}
          items:
            - key: {{ .Values.secret.keys.databasePassword }}
              path: password
      {{- if and (eq .Values.database.mode "external") .Values.database.external.caSecret }}
      - secret:
          name: {{ .Values.database.external.caSecret }}
          items:
            - key: {{ .Values.database.external.caKey }}
              path: ca.crt
      {{- end }}
      {{- end }}
- name: tmp
  emptyDir:
    sizeLimit: 512Mi
{{- end }}

{{- define "bareme.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "bareme.placement" -}}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The resources of a command that lasts a minute. */}}
{{- define "bareme.commandResources" -}}
requests:
  cpu: 100m
  memory: 384Mi
limits:
  memory: 384Mi
{{- end }}
