/** Structured lines: ids, states and durations, never a name, a phone or a secret. */
export type LogFields = Record<string, string | number | boolean | null>;
export type Log = (message: string, fields: LogFields) => void;

export const consoleLog: Log = (message, fields) => console.log({ message, ...fields });
