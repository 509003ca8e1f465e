/** Structured lines: ids, states and durations, never a name, a phone or a secret. */
export type LogFields = Record<string, string | number | boolean | null>;
export type Log = (message: string, fields: LogFields) => void;

/** One line of JSON each: what reads the logs takes its fields apart, and an object would be formatted for people first. */
export const consoleLog: Log = (message, fields) => console.log(JSON.stringify({ message, ...fields }));
