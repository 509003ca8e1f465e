CREATE TABLE `attempts` (
	`event_id` text NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`http_status` integer,
	`code` text,
	PRIMARY KEY(`event_id`, `number`)
);
--> statement-breakpoint
CREATE TABLE `deals` (
	`id` integer PRIMARY KEY NOT NULL,
	`last_visit_id` text,
	`last_status` text,
	`written` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `directories` (
	`source_id` integer NOT NULL,
	`name` text NOT NULL,
	`body` text NOT NULL,
	`loaded_at` integer NOT NULL,
	PRIMARY KEY(`source_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`lane` text NOT NULL,
	`digest` text,
	`at` integer NOT NULL,
	`branch_id` integer,
	`visit_id` text,
	`deal_id` integer,
	`payload` text NOT NULL,
	`sealed_body` text,
	`outcome` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer,
	`decision` text,
	`reply` text,
	`finished_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id` ON `events` (`id`);--> statement-breakpoint
CREATE INDEX `events_due` ON `events` (`due_at`);--> statement-breakpoint
CREATE INDEX `events_digest` ON `events` (`digest`);--> statement-breakpoint
CREATE INDEX `events_lane` ON `events` (`lane`,`seq`);--> statement-breakpoint
CREATE INDEX `events_visit` ON `events` (`visit_id`,`seq`);--> statement-breakpoint
CREATE INDEX `events_deal` ON `events` (`deal_id`,`seq`);--> statement-breakpoint
CREATE TABLE `holds` (
	`event_id` text PRIMARY KEY NOT NULL,
	`source_id` integer NOT NULL,
	`doctor_id` integer NOT NULL,
	`date` text NOT NULL,
	`begin` text NOT NULL,
	`end` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `holds_slot` ON `holds` (`source_id`,`doctor_id`,`date`);--> statement-breakpoint
CREATE TABLE `marks` (
	`event_id` text NOT NULL,
	`step` text NOT NULL,
	`at` integer NOT NULL,
	`result` text,
	PRIMARY KEY(`event_id`, `step`)
);
--> statement-breakpoint
CREATE TABLE `patients` (
	`source_id` integer NOT NULL,
	`patient_id` integer NOT NULL,
	`contact_id` integer NOT NULL,
	`written` text NOT NULL,
	PRIMARY KEY(`source_id`, `patient_id`)
);
--> statement-breakpoint
CREATE INDEX `patients_contact` ON `patients` (`contact_id`);--> statement-breakpoint
CREATE TABLE `source_states` (
	`source_id` integer PRIMARY KEY NOT NULL,
	`took_stock_at` integer,
	`next_poll_at` integer NOT NULL,
	`far_cursor` integer NOT NULL,
	`stock_talon_id` integer DEFAULT 0 NOT NULL,
	`newest_talon_id` integer DEFAULT 0 NOT NULL,
	`last_success_at` integer,
	`key_valid` integer,
	`error_code` text,
	`error_at` integer
);
--> statement-breakpoint
CREATE TABLE `state` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tokens` (
	`id` integer PRIMARY KEY NOT NULL,
	`access_sealed` text NOT NULL,
	`refresh_sealed` text NOT NULL,
	`expires_at` integer NOT NULL,
	`version` integer NOT NULL,
	`by_admin` integer NOT NULL,
	`reauth_required` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `visits` (
	`id` text PRIMARY KEY NOT NULL,
	`source_id` integer NOT NULL,
	`talon_id` integer,
	`branch_id` integer NOT NULL,
	`patient_id` integer,
	`doctor_id` integer NOT NULL,
	`date` text NOT NULL,
	`begin` text NOT NULL,
	`end` text NOT NULL,
	`room` text NOT NULL,
	`status_id` integer,
	`deleted` integer NOT NULL,
	`content_hash` text NOT NULL,
	`state` text NOT NULL,
	`booked_by_us` integer NOT NULL,
	`booked_at` integer NOT NULL,
	`deal_id` integer,
	`link_state` text NOT NULL,
	`task_id` integer,
	`task_done` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `visits_talon` ON `visits` (`source_id`,`talon_id`);--> statement-breakpoint
CREATE INDEX `visits_day` ON `visits` (`source_id`,`date`);--> statement-breakpoint
CREATE INDEX `visits_deal` ON `visits` (`deal_id`);--> statement-breakpoint
CREATE INDEX `visits_patient` ON `visits` (`source_id`,`patient_id`);