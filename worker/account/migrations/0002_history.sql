CREATE INDEX `events_kind` ON `events` (`kind`,`seq`);--> statement-breakpoint
CREATE INDEX `events_branch` ON `events` (`branch_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_failed` ON `events` (`outcome`,`seq`) WHERE outcome = 'failed';