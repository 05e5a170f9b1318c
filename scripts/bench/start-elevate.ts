import { type Child, start } from './child-program.ts';

/** The program with nothing of this machine's own settings. `env` turns surfaces on. */
export function startElevate(
  dataDir: string,
  modelUrl: string,
  env: Record<string, string> = {},
): Promise<Child> {
  return start('src/main.ts', [], {
    // Empty rather than absent: what is absent would be read from .env.
    MONGODB_URI: '',
    OPENAI_API_KEY: '',
    OPENAI_BASE_URL: modelUrl,
    OPENAI_MODEL: 'scripted',
    SLACK_SIGNING_SECRET: '',
    PLAYGROUND: 'on',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ...env,
  });
}
