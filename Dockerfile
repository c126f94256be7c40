# syntax=docker/dockerfile:1

# Any image with npm and a C++ compiler will do here: pkcs11js has no ready-made binary.
FROM node:26-trixie AS build
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --include=dev --loglevel=error
COPY prisma.config.ts ./
COPY prisma prisma
COPY scripts scripts
COPY src src
RUN npm run --silent generate:server
# "optional" takes Prisma's command line with it, a peer that nothing needs after the generating. pkcs11js, which is
# optional too and depends on nothing, stays.
RUN mv node_modules/pkcs11js /tmp/pkcs11js \
 && npm prune --omit=dev --omit=optional --loglevel=error \
 && mv /tmp/pkcs11js node_modules/pkcs11js

# Plain Debian, since Node comes with the packages: one version, pinned by package-lock.json, for the tests and for the
# image. A Node image would be a second pin to keep in step, and brings npm, which nothing here runs.
FROM debian:trixie-slim
# What Node's binary wants beyond the C and C++ libraries.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libatomic1 \
 && rm -rf /var/lib/apt/lists/* \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /app
COPY LICENSE package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/prisma prisma
COPY --from=build /app/scripts scripts
COPY --from=build /app/src src
ENV PATH=/app/node_modules/.bin:$PATH \
    NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    KEYWRIGHT_DATA_DIR=/data \
    KEYWRIGHT_IMAGE=true
# A number, so that an orchestrator can see that it is not root. /app belongs to root: the server cannot change itself.
USER 10001:10001
# The database and the root key, where SQLite is used. Nothing else is written, so the rest may be read-only.
VOLUME /data
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
