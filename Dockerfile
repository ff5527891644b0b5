# An image of the server: `docker build -t open-entitlements .`. The base needs Node 22.12 or newer, and npm to build with.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
WORKDIR /clone
COPY . .
RUN npm ci --include=dev && npm pack --pack-destination /tmp
# The package with exactly the versions that were tested: npm heeds its shrinkwrap where the package itself is the root.
WORKDIR /app/node_modules/open-entitlements
RUN tar -xzf /tmp/open-entitlements-*.tgz --strip-components 1 \
  && npm pkg delete devDependencies overrides workspaces \
  && npm ci --omit=dev --legacy-peer-deps --ignore-scripts \
  && mkdir /data

FROM ${BASE}
# Extensions go beside it: what they import is found in /app/node_modules.
WORKDIR /app
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /data /data
ENV NODE_ENV=production IN_CONTAINER=true HOST=0.0.0.0 PORT=3000 DATA_DIR=/data/db
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "/app/node_modules/open-entitlements/bin/health.cjs"]
ENTRYPOINT ["node", "--max-semi-space-size=32", "--heap-growing-percent=50", "/app/node_modules/open-entitlements/bin/open-entitlements.cjs"]
