# syntax=docker/dockerfile:1

FROM node:22.23.3-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY scripts scripts
COPY agents agents
COPY prompts prompts
COPY integrations integrations
RUN npm run build && npm prune --omit=dev

# Set MONGODB_URI: neither mongod nor Python is here, so there is no embedded store in a container, and
# without MONGODB_URI the program ends at once, saying so.
#
#   docker run -e MONGODB_URI=mongodb://… -p 127.0.0.1:3000:3000 -v elevate:/data elevate
#
# The playground asks nobody who they are: publish its port on the loopback only, as above.
FROM node:22.23.3-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
# dist/ is what `npm run build` made: JavaScript, and the content that it reads, the agents' pictures among it.
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
