ALTER TABLE "clocks" ADD COLUMN "seen_at" timestamp with time zone;
ALTER TABLE "clocks" ADD COLUMN "seen_by" text;