CREATE TABLE `accounts` (
	`id` integer PRIMARY KEY NOT NULL,
	`domain` text NOT NULL,
	`name` text NOT NULL,
	`time_zone` text NOT NULL,
	`status` text NOT NULL,
	`hook_token_hash` text NOT NULL,
	`hook_token_sealed` text NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	`installed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `branches` (
	`account_id` integer NOT NULL,
	`id` integer NOT NULL,
	`source_id` integer NOT NULL,
	`title` text NOT NULL,
	`time_zone` text NOT NULL,
	`building_id` integer,
	`main` integer NOT NULL,
	`enabled` integer NOT NULL,
	`create_deals` integer NOT NULL,
	`callback_token_hash` text NOT NULL,
	`callback_token_sealed` text NOT NULL,
	`removed_at` integer,
	PRIMARY KEY(`account_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `handoffs` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`session` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `handoffs_expires` ON `handoffs` (`expires_at`);--> statement-breakpoint
CREATE TABLE `settings_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`account_id` integer NOT NULL,
	`section` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`changed_by` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `settings_versions_section` ON `settings_versions` (`account_id`,`section`,`version`);--> statement-breakpoint
CREATE TABLE `sources` (
	`account_id` integer NOT NULL,
	`id` integer NOT NULL,
	`api_id` text NOT NULL,
	`api_secret_sealed` text NOT NULL,
	PRIMARY KEY(`account_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sources_api_id` ON `sources` (`account_id`,`api_id`);