# The production image: Node, the built server, its migrations and the questions that ship. No package manager, no
# compiler, no sources, no PostgreSQL. How to build it, renew its base and check it: docs/operating.md.

# By its digest: the same image for every build, whatever its name points to later.
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df
FROM ${NODE_IMAGE} AS base

FROM base AS deps
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund

FROM deps AS build
# The time of the last commit: what the build writes then depends on the sources only.
ARG SOURCE_DATE_EPOCH
COPY . .
# The maps stay out of the image: docker build --target maps --output maps .
RUN npm run build \
  && npm run sbom -- --system \
  && mkdir /maps && cd dist/server && find . -name '*.map' -exec cp --parents {} /maps ';' -exec rm {} ';' \
  && rm -f ../.built-*

FROM scratch AS maps
COPY --from=build /maps /

FROM base AS runtime
# Nothing is installed in a running image: npm, yarn and corepack would only be code to keep up to date.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn-* /root/.npm \
  /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg
# Two heaps for the C of all threads, and the room for new objects of Node 20: decision 0138.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    MALLOC_ARENA_MAX=2 \
    NODE_OPTIONS=--max-semi-space-size=16
WORKDIR /app
# Owned by root: the process cannot change its own code.
COPY package.json ./
# The one package that cannot be bundled: compiled code, loaded as a file.
COPY --from=build /app/node_modules/@node-rs ./node_modules/@node-rs
COPY --from=build /app/dist ./dist
COPY prisma/migrations ./prisma/migrations
COPY questions ./questions
# The sentences of the linter, which the command `questions` prints.
COPY web/text/fr/questions.json ./web/text/fr/questions.json
ARG VERSION=0.0.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="Barème" \
      org.opencontainers.image.description="Timed multiple-choice exams, project grades and the final assessment" \
      org.opencontainers.image.licenses="AGPL-3.0-or-later" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
# A number, so that Kubernetes can check that it is not root.
USER 10001:10001
EXPOSE 3000 9464
# Logs for a machine; metrics on a port that nothing publishes.
ENV LOG_FORMAT=json METRICS_PORT=9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "dist/server/healthcheck.js"]
CMD ["node", "dist/server/main.js"]
