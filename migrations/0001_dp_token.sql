ALTER TABLE `accounts` ADD `dp_token_hash` text;--> statement-breakpoint
ALTER TABLE `accounts` ADD `dp_token_sealed` text;