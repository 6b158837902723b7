ALTER TABLE "memberships" ADD COLUMN "zone" text;
ALTER TABLE "memberships" ADD COLUMN "quiet_from" text;
ALTER TABLE "memberships" ADD COLUMN "quiet_to" text;
ALTER TABLE "memberships" ADD COLUMN "away_until" timestamp with time zone;
ALTER TABLE "memberships" ADD COLUMN "delegate_id" uuid;
ALTER TABLE "memberships" ADD COLUMN "mail_alerts_only" boolean DEFAULT false NOT NULL;
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_delegate_id_people_id_fk" FOREIGN KEY ("delegate_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;