# nstop for hosts without Node. Build: docker build -t nstop .   Run: see README.md, "Where there is no Node".
FROM node:26-bookworm-slim AS build
WORKDIR /nstop
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts && npm rebuild esbuild
COPY . .
RUN node scripts/build.ts && npm prune --omit=dev --ignore-scripts

FROM node:26-bookworm-slim
# nsenter, lsns and ip are how nstop looks into a container's network and hostname.
RUN apt-get update && apt-get install -y --no-install-recommends util-linux iproute2 && rm -rf /var/lib/apt/lists/*
COPY --from=build /nstop /nstop
ENTRYPOINT ["node", "/nstop/dist/nstop.js"]
