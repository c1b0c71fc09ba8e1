# syntax=docker/dockerfile:1
# The functions that decode photos: one image, the command names the handler (tile-photos.handler, ...).
# Built from the root of the repository; photo.Dockerfile.dockerignore says what of it is sent.

# By tag: AWS replaces 24-arm64 as it mends Node 24, and no digest is written here that the registry was not asked for. How to pin
# one: docs/deploy.md, "Base images by digest".
FROM public.ecr.aws/lambda/nodejs:24-arm64 AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY core core
COPY platform platform
COPY lambdas lambdas
# The constant cloud leaves the embedded one out of the bundles.
RUN node_modules/.bin/esbuild \
      tile-photos=lambdas/tile-photos/handler.ts \
      align-photos=lambdas/align-photos/handler.ts \
      cut-review-tiles=lambdas/cut-review-tiles/handler.ts \
      summarise-flight=lambdas/summarise-flight/handler.ts \
      --bundle --platform=node --target=node24 --format=esm --main-fields=module,main --external:sharp \
      '--define:process.env.UMBEL_CLOUD="aws"' \
      "--banner:js=import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" \
      --out-extension:.js=.mjs --outdir=/app
# What a bundle cannot hold, at the versions of the lockfile: sharp's libraries, and Leaflet's files for the report.
WORKDIR /app
RUN cp /src/package.json /src/package-lock.json . \
 && npm pkg delete devDependencies \
 && node -e "const {readFileSync:r,writeFileSync:w}=require('fs'),p=JSON.parse(r('package.json'));{sharp,leaflet}=p.dependencies;p.dependencies={sharp,leaflet};w('package.json',JSON.stringify(p))" \
 && npm install --ignore-scripts --no-audit --no-fund

FROM public.ecr.aws/lambda/nodejs:24-arm64
ENV NODE_ENV=production
COPY --from=build /app ${LAMBDA_TASK_ROOT}/
# No USER: Lambda runs every image as a user without rights, on a read-only file system.
CMD ["tile-photos.handler"]
