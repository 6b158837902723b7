-- Systems of the buyer that the steps of a ladder are posted to, and each delivery: the buyer alone sees either.
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"webhook_id" uuid NOT NULL,
	"clock_id" uuid NOT NULL,
	"level" text NOT NULL,
	"said" jsonb NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"unanswered" boolean DEFAULT false NOT NULL,
	"tried_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"enabled" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "webhooks_of_org" UNIQUE("org_id","id")
);

ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_clock_id_clocks_id_fk" FOREIGN KEY ("clock_id") REFERENCES "public"."clocks"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_org_id_webhook_id_webhooks_org_id_id_fk" FOREIGN KEY ("org_id","webhook_id") REFERENCES "public"."webhooks"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("clock_id","level");
CREATE INDEX "webhook_deliveries_queued" ON "webhook_deliveries" USING btree ("webhook_id","created_at") WHERE state = 'queued';
CREATE INDEX "webhook_deliveries_tried" ON "webhook_deliveries" USING btree ("webhook_id","tried_at");
CREATE UNIQUE INDEX "webhooks_name" ON "webhooks" USING btree ("org_id","name");

-- A supplier reads with the step that a system was told, never which one, nor where it is.
call kernel.one_party('webhooks');
call kernel.one_party('webhook_deliveries');
