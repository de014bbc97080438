# Cordboard without a switch and without a database: both are services of their own in docker-compose.yml.
# Never built where it was written, for want of a Docker engine. Outside of Docker the second stage was done by hand: what it
# installs was enough to start the program, and the health check answered.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /cordboard
COPY package.json package-lock.json .npmrc ./
# No install scripts: the image brings its own Node, and nothing else here needs one.
RUN npm ci --ignore-scripts
COPY . .
RUN node node_modules/vite/bin/vite.js build agent-console

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /cordboard
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev && npm cache clean --force
COPY . .
COPY --from=build /cordboard/agent-console/dist agent-console/dist
# The spool must outlive the container: a volume belongs here, and the program runs as the image's ordinary user.
RUN mkdir -p /var/lib/cordboard && chown node:node /var/lib/cordboard
ENV CORDBOARD_DATA=/var/lib/cordboard
VOLUME /var/lib/cordboard
USER node
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.CORDBOARD_HTTP_PORT ?? '8080') + '/healthz/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts", "start"]
