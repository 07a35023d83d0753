{{/* Where backups are written and read: the volume, or room for the one on its way to or from the bucket. */}}
{{- define "bareme.backupVolume" -}}
- name: backups
  {{- if eq .Values.backup.to "s3" }}
  emptyDir:
    sizeLimit: {{ .Values.backup.s3.scratchSize }}
  {{- else }}
  persistentVolumeClaim:
    claimName: {{ .Values.backup.volume.existingClaim | default (include "bareme.backupAccount" .) }}
  {{- end }}
{{- end }}

{{/* rclone, set by its environment only. (list $ arguments…) */}}
{{- define "bareme.rclone" -}}
{{- $root := index . 0 -}}
{{- with $root.Values.backup.s3 -}}
image: {{ .image }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
args:
  {{- range rest $ }}
  - {{ . | quote }}
  {{- end }}
env:
  # In memory: there is no file.
  - name: RCLONE_CONFIG
    value: ''
  - name: RCLONE_CACHE_DIR
    value: /tmp
  - name: RCLONE_CONFIG_BUCKET_TYPE
    value: s3
  - name: RCLONE_CONFIG_BUCKET_PROVIDER
    value: {{ if .endpoint }}Other{{ else }}AWS{{ end }}
  - name: RCLONE_CONFIG_BUCKET_ENV_AUTH
    value: 'true'
  # Making the bucket is nobody's right here.
  - name: RCLONE_CONFIG_BUCKET_NO_CHECK_BUCKET
    value: 'true'
  {{- with .region }}
  - name: RCLONE_CONFIG_BUCKET_REGION
    value: {{ . | quote }}
  {{- end }}
  {{- with .endpoint }}
  - name: RCLONE_CONFIG_BUCKET_ENDPOINT
    value: {{ . | quote }}
  {{- end }}
  {{- with .credentialsSecret }}
  - name: AWS_ACCESS_KEY_ID
    valueFrom:
      secretKeyRef: { name: {{ . }}, key: access-key-id }
  - name: AWS_SECRET_ACCESS_KEY
    valueFrom:
      secretKeyRef: { name: {{ . }}, key: secret-access-key }
  {{- end }}
resources:
  {{- toYaml $root.Values.backup.resources | nindent 2 }}
securityContext:
  {{- include "bareme.containerSecurity" $root | nindent 2 }}
volumeMounts:
  - name: backups
    mountPath: /backups
  - name: tmp
    mountPath: /tmp
{{- end }}
{{- end }}

{{- define "bareme.bucketPath" -}}
bucket:{{ .Values.backup.s3.bucket }}/{{ .Values.backup.s3.prefix }}
{{- end }}
