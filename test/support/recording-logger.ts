import type { Logger } from '../../src/ports/logger.ts';

export interface RecordedLine {
  level: keyof Logger;
  fields: Record<string, unknown>;
  message: string;
}

export interface RecordingLogger extends Logger {
  readonly lines: RecordedLine[];
  /** All that was logged, with everything that an error carries. */
  text(): string;
}

export function createRecordingLogger(): RecordingLogger {
  const lines: RecordedLine[] = [];
  const at = (level: keyof Logger) => (fields: Record<string, unknown>, message: string) =>
    void lines.push({ level, fields, message });
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    lines,
    text: () =>
      JSON.stringify(lines, (_key, value: unknown) =>
        value instanceof Error
          ? { ...value, name: value.name, message: value.message, cause: value.cause }
          : value,
      ),
  };
}
