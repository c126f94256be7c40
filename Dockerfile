# This stage needs npm and a C++ compiler, because pkcs11js has no prebuilt binary. Images are named by tag and digest, and
# only the digest counts. "docker buildx imagetools inspect node:26.10.0-trixie" prints the digest of a tag.
FROM node:26.10.0-trixie@sha256:a723b54c35a76e947095a20a67d39585bb09c862e6b1adeb8a9f518f95e34fb0 AS build
WORKDIR /app
COPY .npmrc package.json package-lock.json ./
COPY scripts/bootstrap.mjs scripts/write-graphiql.ts scripts/
COPY scripts/bootstrap scripts/bootstrap
COPY src/pages/encodings.ts src/pages/hashed-name.ts src/pages/
# The same installation as `npm start`. If pkcs11js cannot be compiled, `npm start` continues, but this build fails. The
# headers beside Node's binary are only for the compiler.
RUN --mount=type=cache,target=/root/.npm node scripts/bootstrap.mjs \
 && node_modules/.bin/node -e "require('pkcs11js')" \
 && rm -r node_modules/node-linux-*/include
COPY prisma prisma
COPY scripts scripts
COPY src src

# Plain Debian, because Node comes with the packages: package-lock.json pins one version for the tests and the image. A
# Node image would need a second pin, and contains npm, which is not used here.
FROM debian:trixie-20261005-slim@sha256:a29215f6a35e51e22adffa17f89e9d2ef06214e64a2bad10d765c46aea49f11f
# Node's binary needs libatomic beside the C and C++ libraries.
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
# SIGUSR1 would open a debugger, which can read all memory. NODE_OPTIONS disables it for src/cli/*.ts too.
ENV PATH=/app/node_modules/.bin:$PATH \
    NODE_ENV=production \
    NODE_OPTIONS=--disable-sigusr1 \
    HOST=0.0.0.0 \
    PORT=4000 \
    KEYWRIGHT_DATA_DIR=/data \
    KEYWRIGHT_IMAGE=true
# A number, so that an orchestrator can check that it is not root. /app belongs to root, so the server cannot change its code.
USER 10001:10001
# With SQLite: the database and the root key. Nothing else is written, so the rest can be read-only.
VOLUME /data
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-sigusr1", "--v8-pool-size=0", "--min-semi-space-size=16", "--max-semi-space-size=16", "src/main.ts"]
