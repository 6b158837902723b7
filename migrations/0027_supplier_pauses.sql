-- For which of its reasons a policy lets the supplier pause, too: for none in all that stand.
ALTER TABLE "policy_versions" ADD COLUMN "supplier_pause_reasons" jsonb DEFAULT '[]'::jsonb NOT NULL;
