DROP INDEX `events_digest`;--> statement-breakpoint
DROP INDEX `events_visit`;--> statement-breakpoint
DROP INDEX `events_deal`;--> statement-breakpoint
DROP INDEX `events_held`;--> statement-breakpoint
DROP INDEX `events_branch`;--> statement-breakpoint
CREATE INDEX `events_booking` ON `events` (`digest`) WHERE kind = 'click.book';--> statement-breakpoint
CREATE INDEX `events_visit` ON `events` (`visit_id`,`seq`) WHERE visit_id is not null;--> statement-breakpoint
CREATE INDEX `events_deal` ON `events` (`deal_id`,`seq`) WHERE deal_id is not null;--> statement-breakpoint
CREATE INDEX `events_held` ON `events` (`held_by_branch`) WHERE held_by_branch is not null;--> statement-breakpoint
CREATE INDEX `events_branch` ON `events` (`branch_id`,`seq`) WHERE branch_id is not null;