{{/* Where every pod of ours may go. */}}
{{- define "bareme.dnsAndDatabase" }}
- to:
    {{- toYaml .Values.networkPolicy.dnsTo | nindent 4 }}
  ports:
    - { protocol: UDP, port: 53 }
    - { protocol: TCP, port: 53 }
- ports:
    - { protocol: TCP, port: {{ include "bareme.databasePort" . }} }
    {{- if and .Values.database.pooler.enabled (eq .Values.database.mode "external") }}
    - { protocol: TCP, port: {{ .Values.database.pooler.port }} }
    {{- end }}
  {{- if eq .Values.database.mode "bundled" }}
  to:
    - podSelector:
        matchLabels:
          {{- include "bareme.selector" (list . "database") | nindent 10 }}
  {{- else if eq .Values.database.mode "cloudNativePg" }}
  to:
    - podSelector:
        matchLabels:
          cnpg.io/cluster: {{ include "bareme.name" . }}-postgres
    {{- if .Values.database.pooler.enabled }}
    - podSelector:
        matchLabels:
          cnpg.io/poolerName: {{ include "bareme.name" . }}-pooler
    {{- end }}
  {{- else if .Values.networkPolicy.databaseCidrs }}
  to:
    {{- range .Values.networkPolicy.databaseCidrs }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
  {{- end }}
{{- end }}

{{- define "bareme.clientsOfDatabase" }}
- podSelector:
    matchLabels:
      app.kubernetes.io/name: bareme
      app.kubernetes.io/instance: {{ .Release.Name }}
    matchExpressions:
      - key: app.kubernetes.io/component
        operator: In
        values: [server, migration, first-account, backup, restore]
{{- end }}
