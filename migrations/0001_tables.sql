CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"prefix" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);

CREATE TABLE "installation" (
	"id" text PRIMARY KEY NOT NULL,
	"set_up_token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"used_at" timestamp with time zone
);

CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" text NOT NULL,
	"invited_by_org_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);

CREATE TABLE "memberships" (
	"org_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "memberships_org_id_person_id_pk" PRIMARY KEY("org_id","person_id")
);

CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"side" text NOT NULL,
	"name" text NOT NULL,
	"connection_code" text NOT NULL,
	"invited_by" uuid,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "password_resets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);

CREATE TABLE "people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"installation_administrator" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"person_id" uuid NOT NULL,
	"org_id" uuid,
	"user_agent" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);

CREATE TABLE "sign_in_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "calendar_versions" (
	"calendar_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"org_id" uuid NOT NULL,
	"zone" text NOT NULL,
	"always" boolean NOT NULL,
	"week" jsonb NOT NULL,
	"holidays" jsonb NOT NULL,
	"extra" jsonb NOT NULL,
	"cut_off" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "calendar_versions_calendar_id_version_pk" PRIMARY KEY("calendar_id","version")
);

CREATE TABLE "calendars" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "calendars_of_org" UNIQUE("org_id","id")
);

CREATE TABLE "sites" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"street" text NOT NULL,
	"city" text NOT NULL,
	"region" text NOT NULL,
	"postal_code" text NOT NULL,
	"country" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "sites_of_org" UNIQUE("org_id","id")
);

CREATE TABLE "commit_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"commit_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"buckets" jsonb NOT NULL
);

CREATE TABLE "commits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"supplier_release_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"committed_at" timestamp with time zone NOT NULL,
	"committed_by" text NOT NULL,
	"channel" text NOT NULL
);

CREATE TABLE "forecast_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"supplier_release_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"buyer_part" text NOT NULL,
	"supplier_part" text NOT NULL,
	"description" text NOT NULL,
	"unit" text NOT NULL,
	"ship_to_code" text NOT NULL,
	"buckets" jsonb NOT NULL
);

CREATE TABLE "forecast_releases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"source" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"published_by" text NOT NULL,
	"note" text DEFAULT '' NOT NULL
);

CREATE TABLE "supplier_releases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"release_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"supersedes_id" uuid,
	"commit_status" text NOT NULL,
	"committed_at" timestamp with time zone,
	"viewed_at" timestamp with time zone,
	CONSTRAINT "supplier_releases_of_parties" UNIQUE("buyer_id","supplier_id","id")
);

CREATE TABLE "control_numbers" (
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"next" bigint NOT NULL,
	CONSTRAINT "control_numbers_buyer_id_supplier_id_kind_pk" PRIMARY KEY("buyer_id","supplier_id","kind")
);

CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"interchange_id" uuid,
	"set_id" text NOT NULL,
	"functional_id" text NOT NULL,
	"group_control" text,
	"set_control" text,
	"group_version" text,
	"group_index" integer DEFAULT 0 NOT NULL,
	"set_index" integer DEFAULT 0 NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"findings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"acknowledgment" text DEFAULT 'none' NOT NULL,
	"acknowledged_at" timestamp with time zone,
	"subject_kind" text,
	"subject_id" uuid,
	"subject_label" text,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"applied_at" timestamp with time zone
);

CREATE TABLE "interchanges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"transport" text NOT NULL,
	"transmission_id" uuid,
	"status" text NOT NULL,
	"reason" text,
	"sender_qualifier" text NOT NULL,
	"sender_id" text NOT NULL,
	"receiver_qualifier" text NOT NULL,
	"receiver_id" text NOT NULL,
	"control" text NOT NULL,
	"usage" text NOT NULL,
	"sha256" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"findings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"repeats" integer DEFAULT 0 NOT NULL,
	"related_id" uuid,
	"delivery" text,
	"delivered_at" timestamp with time zone,
	"offered_at" timestamp with time zone,
	"delivery_attempts" integer DEFAULT 0 NOT NULL,
	"delivery_error" text
);

CREATE TABLE "transmissions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"transport" text NOT NULL,
	"message_id" text,
	"sha256" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"unread" "bytea",
	"received_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"number" text NOT NULL,
	"description" text NOT NULL,
	"unit" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "items_of_org" UNIQUE("org_id","id")
);

CREATE TABLE "supplier_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"supplier_part_number" text NOT NULL,
	"pack_quantity" numeric NOT NULL,
	"minimum_quantity" numeric NOT NULL,
	"lead_time_days" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigserial NOT NULL,
	"org_id" uuid NOT NULL,
	"counterpart_id" uuid,
	"type" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"channel" text NOT NULL,
	"data" jsonb NOT NULL,
	"published_at" timestamp with time zone
);

CREATE TABLE "feed" (
	"org_id" uuid NOT NULL,
	"n" bigint NOT NULL,
	"event_id" uuid NOT NULL,
	"type" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "feed_org_id_n_pk" PRIMARY KEY("org_id","n")
);

CREATE TABLE "feed_heads" (
	"org_id" uuid PRIMARY KEY NOT NULL,
	"n" bigint NOT NULL
);

CREATE TABLE "work" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"lane" text NOT NULL,
	"key" text NOT NULL,
	"data" jsonb NOT NULL,
	"due_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"queued_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"lease_token" uuid,
	"lease_until" timestamp with time zone,
	"done_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"last_error" text
);

CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"org_id" uuid NOT NULL,
	"person_id" uuid,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"link" text,
	"status" text NOT NULL,
	"message_id" text NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"sent_at" timestamp with time zone,
	"read_at" timestamp with time zone
);

CREATE TABLE "answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"version_answered" integer NOT NULL,
	"channel" text NOT NULL,
	"answered_by" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"document_id" uuid,
	"lines" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "order_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"line_number" integer NOT NULL,
	"item_id" uuid,
	"buyer_part" text NOT NULL,
	"supplier_part" text NOT NULL,
	"description" text NOT NULL,
	"unit" text NOT NULL,
	"quantity" numeric NOT NULL,
	"need_by" date NOT NULL,
	"first_promise" date,
	"at" text NOT NULL,
	"promised" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"reject_reason" text,
	"updated_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"ship_to_site_id" uuid,
	"ship_to" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"document" text NOT NULL,
	"answer_wanted" boolean NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"issued_by" text NOT NULL,
	"delivered_at" timestamp with time zone,
	"viewed_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	CONSTRAINT "orders_of_parties" UNIQUE("buyer_id","supplier_id","id")
);

CREATE TABLE "proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"by" text NOT NULL,
	"against_version" integer NOT NULL,
	"promised" jsonb NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"status" text NOT NULL,
	"tolerance" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"proposed_by" text NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"decision_note" text DEFAULT '' NOT NULL
);

CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"key_hash" text NOT NULL,
	"prefix" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);

CREATE TABLE "relationships" (
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"status" text NOT NULL,
	"vendor_number" text NOT NULL,
	"supplier_name" text NOT NULL,
	"contact_name" text NOT NULL,
	"contact_email" text NOT NULL,
	"calendar_id" uuid,
	"transit_days" integer DEFAULT 0 NOT NULL,
	"tolerance" jsonb NOT NULL,
	"targets" jsonb NOT NULL,
	"transport" text DEFAULT 'none' NOT NULL,
	"usage" text DEFAULT 'T' NOT NULL,
	"edi_version" text DEFAULT '004010' NOT NULL,
	"our_identity" jsonb,
	"their_identity" jsonb,
	"delimiters" jsonb NOT NULL,
	"documents" jsonb NOT NULL,
	"ta1_requested" boolean DEFAULT false NOT NULL,
	"folder" text,
	"webhook_url" text,
	"webhook_secret" text,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "relationships_buyer_id_supplier_id_pk" PRIMARY KEY("buyer_id","supplier_id")
);

CREATE TABLE "clocks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"label" text NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"at" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"counting_from" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"stopped_at" timestamp with time zone,
	"breached_at" timestamp with time zone,
	"target" jsonb NOT NULL,
	"calendar_id" uuid,
	"calendar_version" integer,
	"zone" text NOT NULL,
	"explanation" jsonb NOT NULL,
	"steps" jsonb NOT NULL,
	"next_level" text,
	"next_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"acknowledged_by" text,
	"created_at" timestamp with time zone DEFAULT kernel.now() NOT NULL
);

CREATE TABLE "escalations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"clock_id" uuid NOT NULL,
	"level" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"fired_at" timestamp with time zone DEFAULT kernel.now() NOT NULL,
	"audience" text NOT NULL,
	"told" jsonb DEFAULT '[]'::jsonb NOT NULL
);

ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "calendar_versions" ADD CONSTRAINT "calendar_versions_org_id_calendar_id_calendars_org_id_id_fk" FOREIGN KEY ("org_id","calendar_id") REFERENCES "public"."calendars"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "sites" ADD CONSTRAINT "sites_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "commit_lines" ADD CONSTRAINT "commit_lines_commit_id_commits_id_fk" FOREIGN KEY ("commit_id") REFERENCES "public"."commits"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "commit_lines" ADD CONSTRAINT "commit_lines_line_id_forecast_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "public"."forecast_lines"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "commits" ADD CONSTRAINT "commits_buyer_id_supplier_id_supplier_release_id_supplier_releases_buyer_id_supplier_id_id_fk" FOREIGN KEY ("buyer_id","supplier_id","supplier_release_id") REFERENCES "public"."supplier_releases"("buyer_id","supplier_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "forecast_lines" ADD CONSTRAINT "forecast_lines_buyer_id_supplier_id_supplier_release_id_supplier_releases_buyer_id_supplier_id_id_fk" FOREIGN KEY ("buyer_id","supplier_id","supplier_release_id") REFERENCES "public"."supplier_releases"("buyer_id","supplier_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "forecast_releases" ADD CONSTRAINT "forecast_releases_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "supplier_releases" ADD CONSTRAINT "supplier_releases_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "control_numbers" ADD CONSTRAINT "control_numbers_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "documents" ADD CONSTRAINT "documents_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "interchanges" ADD CONSTRAINT "interchanges_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "transmissions" ADD CONSTRAINT "transmissions_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "items" ADD CONSTRAINT "items_org_id_organizations_id_fk" FOREIGN KEY ("org_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "supplier_items" ADD CONSTRAINT "supplier_items_buyer_id_item_id_items_org_id_id_fk" FOREIGN KEY ("buyer_id","item_id") REFERENCES "public"."items"("org_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "supplier_items" ADD CONSTRAINT "supplier_items_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "answers" ADD CONSTRAINT "answers_buyer_id_supplier_id_order_id_orders_buyer_id_supplier_id_id_fk" FOREIGN KEY ("buyer_id","supplier_id","order_id") REFERENCES "public"."orders"("buyer_id","supplier_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_buyer_id_supplier_id_order_id_orders_buyer_id_supplier_id_id_fk" FOREIGN KEY ("buyer_id","supplier_id","order_id") REFERENCES "public"."orders"("buyer_id","supplier_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "orders" ADD CONSTRAINT "orders_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_buyer_id_supplier_id_order_id_orders_buyer_id_supplier_id_id_fk" FOREIGN KEY ("buyer_id","supplier_id","order_id") REFERENCES "public"."orders"("buyer_id","supplier_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_buyer_id_organizations_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_supplier_id_organizations_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_calendar_id_calendars_id_fk" FOREIGN KEY ("calendar_id") REFERENCES "public"."calendars"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_clock_id_clocks_id_fk" FOREIGN KEY ("clock_id") REFERENCES "public"."clocks"("id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "api_tokens_token" ON "api_tokens" USING btree ("token_hash");
CREATE INDEX "api_tokens_of_org" ON "api_tokens" USING btree ("org_id");
CREATE UNIQUE INDEX "invitations_token" ON "invitations" USING btree ("token_hash");
CREATE INDEX "invitations_of_org" ON "invitations" USING btree ("org_id");
CREATE INDEX "memberships_of_person" ON "memberships" USING btree ("person_id");
CREATE UNIQUE INDEX "organizations_connection_code" ON "organizations" USING btree ("connection_code");
CREATE UNIQUE INDEX "password_resets_token" ON "password_resets" USING btree ("token_hash");
CREATE UNIQUE INDEX "people_email" ON "people" USING btree ("email");
CREATE UNIQUE INDEX "sessions_token" ON "sessions" USING btree ("token_hash");
CREATE INDEX "sessions_of_person" ON "sessions" USING btree ("person_id");
CREATE INDEX "sign_in_attempts_of_account" ON "sign_in_attempts" USING btree ("account","at");
CREATE INDEX "calendar_versions_of_org" ON "calendar_versions" USING btree ("org_id");
CREATE UNIQUE INDEX "calendars_name" ON "calendars" USING btree ("org_id","name");
CREATE UNIQUE INDEX "sites_code" ON "sites" USING btree ("org_id","code");
CREATE UNIQUE INDEX "commit_lines_once" ON "commit_lines" USING btree ("commit_id","line_id");
CREATE INDEX "commit_lines_of_parties" ON "commit_lines" USING btree ("buyer_id","supplier_id");
CREATE UNIQUE INDEX "commits_version" ON "commits" USING btree ("supplier_release_id","version");
CREATE UNIQUE INDEX "forecast_lines_once" ON "forecast_lines" USING btree ("supplier_release_id","item_id","ship_to_code");
CREATE UNIQUE INDEX "forecast_releases_number" ON "forecast_releases" USING btree ("org_id","number");
CREATE UNIQUE INDEX "supplier_releases_number" ON "supplier_releases" USING btree ("buyer_id","supplier_id","number");
CREATE INDEX "supplier_releases_of_release" ON "supplier_releases" USING btree ("release_id");
CREATE INDEX "supplier_releases_of_supplier" ON "supplier_releases" USING btree ("supplier_id","published_at");
CREATE INDEX "documents_of_interchange" ON "documents" USING btree ("interchange_id");
CREATE INDEX "documents_of_subject" ON "documents" USING btree ("subject_id");
CREATE INDEX "documents_of_buyer" ON "documents" USING btree ("buyer_id","created_at");
CREATE UNIQUE INDEX "documents_place" ON "documents" USING btree ("interchange_id","group_index","set_index");
CREATE INDEX "documents_by_control" ON "documents" USING btree ("buyer_id","supplier_id","group_control") WHERE direction = 'out';
CREATE UNIQUE INDEX "interchanges_inbox" ON "interchanges" USING btree ("buyer_id","supplier_id","sender_qualifier","sender_id","receiver_qualifier","receiver_id","control","usage") WHERE direction = 'in' and status <> 'held';
CREATE INDEX "interchanges_of_buyer" ON "interchanges" USING btree ("buyer_id","at");
CREATE INDEX "interchanges_of_supplier" ON "interchanges" USING btree ("supplier_id","at");
CREATE INDEX "interchanges_waiting" ON "interchanges" USING btree ("buyer_id","supplier_id") WHERE direction = 'out' and delivery in ('queued', 'collectable');
CREATE INDEX "transmissions_of_parties" ON "transmissions" USING btree ("buyer_id","supplier_id","received_at");
CREATE UNIQUE INDEX "items_number" ON "items" USING btree ("org_id","number");
CREATE UNIQUE INDEX "supplier_items_once" ON "supplier_items" USING btree ("buyer_id","supplier_id","item_id");
CREATE INDEX "supplier_items_of_supplier" ON "supplier_items" USING btree ("supplier_id");
CREATE INDEX "events_unpublished" ON "events" USING btree ("seq") WHERE published_at is null;
CREATE INDEX "events_of_subject" ON "events" USING btree ("subject_id","seq");
CREATE INDEX "events_of_org" ON "events" USING btree ("org_id","seq");
CREATE UNIQUE INDEX "work_once" ON "work" USING btree ("org_id","kind","key");
CREATE INDEX "work_due" ON "work" USING btree ("due_at") WHERE done_at is null and failed_at is null;
CREATE UNIQUE INDEX "notices_once" ON "notices" USING btree ("org_id","key","email");
CREATE INDEX "notices_of_person" ON "notices" USING btree ("org_id","person_id","created_at");
CREATE INDEX "answers_of_order" ON "answers" USING btree ("order_id");
CREATE UNIQUE INDEX "answers_of_document" ON "answers" USING btree ("document_id");
CREATE UNIQUE INDEX "order_lines_number" ON "order_lines" USING btree ("order_id","line_number");
CREATE INDEX "order_lines_of_buyer" ON "order_lines" USING btree ("buyer_id","at");
CREATE INDEX "order_lines_of_supplier" ON "order_lines" USING btree ("supplier_id","at");
CREATE UNIQUE INDEX "orders_number" ON "orders" USING btree ("buyer_id","supplier_id","number");
CREATE INDEX "orders_of_buyer" ON "orders" USING btree ("buyer_id","issued_at");
CREATE INDEX "orders_of_supplier" ON "orders" USING btree ("supplier_id","issued_at");
CREATE INDEX "proposals_of_order" ON "proposals" USING btree ("order_id");
CREATE INDEX "proposals_open" ON "proposals" USING btree ("buyer_id","status");
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("key_hash");
CREATE INDEX "api_keys_of_relationship" ON "api_keys" USING btree ("buyer_id","supplier_id");
CREATE UNIQUE INDEX "relationships_id" ON "relationships" USING btree ("id");
CREATE UNIQUE INDEX "relationships_vendor" ON "relationships" USING btree ("buyer_id","vendor_number");
CREATE INDEX "relationships_of_supplier" ON "relationships" USING btree ("supplier_id");
CREATE UNIQUE INDEX "clocks_once" ON "clocks" USING btree ("subject_id","kind","round");
CREATE INDEX "clocks_of_buyer" ON "clocks" USING btree ("buyer_id","at","due_at");
CREATE INDEX "clocks_of_supplier" ON "clocks" USING btree ("supplier_id","at","due_at");
CREATE UNIQUE INDEX "escalations_once" ON "escalations" USING btree ("clock_id","level");
CREATE INDEX "escalations_of_buyer" ON "escalations" USING btree ("buyer_id","fired_at");