DROP INDEX `events_failed`;--> statement-breakpoint
CREATE INDEX `events_unwell` ON `events` (`outcome`,`seq`) WHERE outcome = 'failed' or outcome = 'ignored';