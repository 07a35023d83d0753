{{/* Says no, in French then in English. (list "sentence" "sentence") */}}
{{- define "bareme.refuse" -}}
{{- fail (printf "\n\n  %s\n  %s\n" (index . 0) (index . 1)) }}
{{- end }}

{{/* Values that are each right and contradict each other. */}}
{{- define "bareme.checks" -}}
{{- $ := . }}
{{- with .Values }}
{{- if and .ingress.enabled .gateway.enabled }}
{{- include "bareme.refuse" (list "Choisissez ingress.enabled ou gateway.enabled, pas les deux : le site aurait deux entrées." "Choose ingress.enabled or gateway.enabled, not both: the site would have two entrances.") }}
{{- end }}
{{- if and (or .ingress.enabled .gateway.enabled) (not .host) }}
{{- include "bareme.refuse" (list "Il manque host : l’adresse que tapent les étudiants, par exemple examens.exemple.fr." "host is missing: the address that students type, such as exams.example.org.") }}
{{- end }}
{{- if and .ingress.enabled .tls (not .ingress.tlsSecret) (ne .ingress.controller "alb") (not .ingress.annotations) }}
{{- include "bareme.refuse" (list "tls vaut true et ingress.tlsSecret est vide : donnez le Secret du certificat (ou l’annotation de cert-manager), ou tls: false." "tls is true and ingress.tlsSecret is empty: give the Secret of the certificate (or the annotation of cert-manager), or tls: false.") }}
{{- end }}
{{- if and .gateway.enabled (not .gateway.name) (not .gateway.create) }}
{{- include "bareme.refuse" (list "Il manque gateway.name : la Gateway à rejoindre (ou gateway.create: true)." "gateway.name is missing: the Gateway to join (or gateway.create: true).") }}
{{- end }}
{{- if and .gateway.enabled .gateway.create (not .gateway.className) }}
{{- include "bareme.refuse" (list "Il manque gateway.className : quel contrôleur servira la Gateway à créer." "gateway.className is missing: which controller serves the Gateway to create.") }}
{{- end }}
{{- if and .gateway.enabled .gateway.create .tls (not .gateway.tlsSecret) (not .gateway.annotations) }}
{{- include "bareme.refuse" (list "tls vaut true et gateway.tlsSecret est vide : donnez le Secret du certificat, ou tls: false." "tls is true and gateway.tlsSecret is empty: give the Secret of the certificate, or tls: false.") }}
{{- end }}
{{- if and (eq .database.mode "external") (not .database.external.host) }}
{{- include "bareme.refuse" (list "Il manque database.external.host : la machine de PostgreSQL. Sans PostgreSQL : database.mode cloudNativePg, ou bundled sur un poste." "database.external.host is missing: the machine of PostgreSQL. Without PostgreSQL: database.mode cloudNativePg, or bundled on a laptop.") }}
{{- end }}
{{- if and .database.pooler.enabled (eq .database.mode "bundled") }}
{{- include "bareme.refuse" (list "database.pooler n’a pas d’objet avec database.mode bundled : un poste n’a pas tant de serveurs." "database.pooler makes no sense with database.mode bundled: a laptop has not that many servers.") }}
{{- end }}
{{- if and .database.pooler.enabled (eq .database.mode "external") (not .database.pooler.host) }}
{{- include "bareme.refuse" (list "Il manque database.pooler.host : l’adresse de PgBouncer." "database.pooler.host is missing: the address of PgBouncer.") }}
{{- end }}
{{- if and .autoscaling.enabled (gt (int .autoscaling.minReplicas) (int .autoscaling.maxReplicas)) }}
{{- include "bareme.refuse" (list "autoscaling.minReplicas dépasse autoscaling.maxReplicas." "autoscaling.minReplicas is above autoscaling.maxReplicas.") }}
{{- end }}
{{- if and .restore.file (not .backup.enabled) }}
{{- include "bareme.refuse" (list "restore.file demande backup.enabled : le volume ou le compartiment où est la sauvegarde." "restore.file needs backup.enabled: the volume or the bucket where the backup is.") }}
{{- end }}
{{- if and .backup.enabled (eq .backup.to "s3") (not .backup.s3.bucket) }}
{{- include "bareme.refuse" (list "Il manque backup.s3.bucket : le compartiment des sauvegardes." "backup.s3.bucket is missing: the bucket of the backups.") }}
{{- end }}
{{- if and (eq .secret.from "externalSecret") (or (not .secret.externalSecret.store) (not .secret.externalSecret.remoteKey)) }}
{{- include "bareme.refuse" (list "secret.from externalSecret demande secret.externalSecret.store et secret.externalSecret.remoteKey." "secret.from externalSecret needs secret.externalSecret.store and secret.externalSecret.remoteKey.") }}
{{- end }}
{{- if and (eq .secret.from "sealedSecret") (not (index .secret.sealedSecret.encryptedData .secret.keys.site)) }}
{{- include "bareme.refuse" (list (printf "secret.from sealedSecret demande secret.sealedSecret.encryptedData.%s (kubeseal --raw)." .secret.keys.site) (printf "secret.from sealedSecret needs secret.sealedSecret.encryptedData.%s (kubeseal --raw)." .secret.keys.site)) }}
{{- end }}
{{- if ne (empty .config.assistant.url) (empty .config.assistant.model) }}
{{- include "bareme.refuse" (list "config.assistant.url et config.assistant.model vont ensemble." "config.assistant.url and config.assistant.model go together.") }}
{{- end }}
{{- if ne (empty .config.mail.url) (empty .config.mail.from) }}
{{- include "bareme.refuse" (list "config.mail.url et config.mail.from vont ensemble." "config.mail.url and config.mail.from go together.") }}
{{- end }}
{{- if lt (int .terminationGracePeriodSeconds) (add (int .preStopSeconds) 15) }}
{{- include "bareme.refuse" (list "terminationGracePeriodSeconds doit dépasser preStopSeconds d’au moins 15 : sinon un serveur qui part est tué avant d’avoir répondu." "terminationGracePeriodSeconds must be at least 15 above preStopSeconds: otherwise a server that leaves is killed before it answered.") }}
{{- end }}
{{- $servers := int (include "bareme.servers" $) }}
{{- $reserved := 10 }}
{{- $pods := add $servers 1 }}
{{- $needed := add (mul $pods (add (int .database.pool) 2)) $reserved }}
{{- $sum := printf "(%d + 1) x (%d + 2) + %d = %d" $servers (int .database.pool) $reserved $needed }}
{{- if .database.pooler.enabled }}
{{- $needed = add (mul $pods 2) (mul (int .database.pooler.instances) (int .database.pooler.poolSize)) $reserved }}
{{- $sum = printf "(%d + 1) x 2 + %d x %d + %d = %d" $servers (int .database.pooler.instances) (int .database.pooler.poolSize) $reserved $needed }}
{{- end }}
{{- if gt $needed (int .database.maxConnections) }}
{{- include "bareme.refuse" (list
  (printf "Trop de connexions : %s, plus que database.maxConnections (%d). Baissez database.pool ou le nombre de serveurs, montez max_connections de PostgreSQL, ou mettez database.pooler." $sum (int .database.maxConnections))
  (printf "Too many connections: %s, above database.maxConnections (%d). Lower database.pool or the number of servers, raise max_connections of PostgreSQL, or use database.pooler." $sum (int .database.maxConnections))) }}
{{- end }}
{{- end }}
{{- end }}
