import { noTelemetry, type Telemetry } from '../../ports/telemetry.ts';
import { withLogFields } from './log-fields.ts';

/** Measures nothing; the lines that are logged meanwhile say which work they are of. */
export const logTelemetry: Telemetry = {
  ...noTelemetry,
  measure: (_stage, _labels, ids, work) => withLogFields(ids, work),
};
