ALTER TABLE "calendar_versions" ADD COLUMN "half_days" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "calendar_versions" ADD COLUMN "shutdowns" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "clocks" ADD COLUMN "recounts" jsonb DEFAULT '[]'::jsonb NOT NULL;
CREATE INDEX "clocks_waiting_on" ON "clocks" USING btree ("calendar_id") WHERE at in ('pending', 'running', 'paused');