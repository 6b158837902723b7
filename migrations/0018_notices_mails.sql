ALTER TABLE "notices" ADD COLUMN "about" text;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "mail_id" uuid;--> statement-breakpoint
-- Until now each notice had a mail of its own.
UPDATE "notices" SET "mail_id" = "id";--> statement-breakpoint
ALTER TABLE "notices" ALTER COLUMN "mail_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "mail_taken_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "notices_of_mail" ON "notices" USING btree ("mail_id");--> statement-breakpoint
CREATE INDEX "notices_waiting" ON "notices" USING btree ("org_id","email") WHERE status = 'queued' and mail_taken_at is null;
