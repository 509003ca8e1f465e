CREATE TABLE `branch_counts` (
	`branch_id` integer NOT NULL,
	`kind` text NOT NULL,
	`minute` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`branch_id`, `kind`, `minute`)
);
--> statement-breakpoint
CREATE TABLE `branch_guards` (
	`branch_id` integer PRIMARY KEY NOT NULL,
	`stopped_at` integer,
	`reason` text,
	`exempt_until` integer
);
--> statement-breakpoint
CREATE TABLE `deal_records` (
	`deal_id` integer PRIMARY KEY NOT NULL,
	`branch_id` integer NOT NULL,
	`talon_id` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `deal_records_talon` ON `deal_records` (`talon_id`,`branch_id`);--> statement-breakpoint
CREATE TABLE `phone_contacts` (
	`phone_hash` text NOT NULL,
	`contact_id` integer NOT NULL,
	PRIMARY KEY(`phone_hash`, `contact_id`)
);
--> statement-breakpoint
CREATE INDEX `phone_contacts_contact` ON `phone_contacts` (`contact_id`);--> statement-breakpoint
CREATE TABLE `phone_lookups` (
	`phone_hash` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `refused_links` (
	`visit_id` text NOT NULL,
	`deal_id` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`visit_id`, `deal_id`)
);
--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`visit_id` text NOT NULL,
	`branch_id` integer NOT NULL,
	`at` integer NOT NULL,
	`candidates` text NOT NULL,
	`state` text NOT NULL,
	`contact_id` integer,
	`decided_by` integer,
	`decided_at` integer
);
--> statement-breakpoint
CREATE INDEX `reviews_visit` ON `reviews` (`visit_id`);--> statement-breakpoint
CREATE INDEX `reviews_state` ON `reviews` (`state`,`at`);--> statement-breakpoint
ALTER TABLE `deals` ADD `pipeline_id` integer;--> statement-breakpoint
ALTER TABLE `deals` ADD `stage_id` integer;--> statement-breakpoint
ALTER TABLE `events` ADD `held_by_branch` integer;--> statement-breakpoint
CREATE INDEX `events_held` ON `events` (`held_by_branch`);--> statement-breakpoint
ALTER TABLE `source_states` ADD `strategy` text;--> statement-breakpoint
ALTER TABLE `source_states` ADD `probed_at` integer;--> statement-breakpoint
ALTER TABLE `source_states` ADD `open_read_at` integer;--> statement-breakpoint
ALTER TABLE `source_states` ADD `reconciled_day` text;--> statement-breakpoint
ALTER TABLE `visits` ADD `replaced_by` text;