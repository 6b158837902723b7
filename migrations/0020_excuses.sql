-- What a breach comes to: excused with whose fault it was, disputed, decided. The minutes of every answer are kept with it.
CREATE TABLE "door_beats" (
	"door" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL
);

CREATE TABLE "outages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"door" text NOT NULL,
	"from" timestamp with time zone NOT NULL,
	"to" timestamp with time zone NOT NULL
);

CREATE TABLE "disputes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"clock_id" uuid NOT NULL,
	"words" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"outcome" text,
	"note" text DEFAULT '' NOT NULL
);

ALTER TABLE "clocks" ADD COLUMN "attribution" text;
ALTER TABLE "clocks" ADD COLUMN "excuse" jsonb;
ALTER TABLE "clocks" ADD COLUMN "disputed_at" timestamp with time zone;
ALTER TABLE "clocks" ADD COLUMN "put_back" integer DEFAULT 0 NOT NULL;
ALTER TABLE "clocks" ADD COLUMN "counted_minutes" double precision;
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_clock_id_clocks_id_fk" FOREIGN KEY ("clock_id") REFERENCES "public"."clocks"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_buyer_id_supplier_id_relationships_buyer_id_supplier_id_fk" FOREIGN KEY ("buyer_id","supplier_id") REFERENCES "public"."relationships"("buyer_id","supplier_id") ON DELETE no action ON UPDATE no action;
CREATE INDEX "outages_of_door" ON "outages" USING btree ("door","to");
CREATE UNIQUE INDEX "disputes_open" ON "disputes" USING btree ("clock_id") WHERE decided_at is null;
CREATE INDEX "disputes_of_clock" ON "disputes" USING btree ("clock_id","at");
CREATE INDEX "clocks_asked_of" ON "clocks" USING btree ("buyer_id","started_at");
CREATE INDEX "clocks_asked_to" ON "clocks" USING btree ("supplier_id","started_at");
CREATE INDEX "clocks_disputed" ON "clocks" USING btree ("buyer_id","disputed_at") WHERE disputed_at is not null;
CREATE INDEX "clocks_counted_on" ON "clocks" USING btree ("supplier_id","calendar_id") WHERE calendar_id is not null;

-- The supplier disputes, the buyer decides; where the answer had come in time after all, the supplier's own answer ends it.
call kernel.two_party('disputes', inserts => 'supplier', updates => 'either');

-- When the installation itself was closed is no secret to anybody who came to its doors.
call kernel.guard('door_beats');
create policy known_to_all on door_beats for select to pullwire_web, pullwire_worker using (true);
create policy first_beat on door_beats for insert to pullwire_web, pullwire_worker with check (true);
create policy beats on door_beats for update to pullwire_web, pullwire_worker using (true) with check (true);
call kernel.guard('outages');
create policy known_to_all on outages for select to pullwire_web, pullwire_worker using (true);
create policy recorded on outages for insert to pullwire_web, pullwire_worker with check (true);

-- Whoever is timed by a calendar may read it, also when another is agreed since: its answers are still counted on it.
create policy timed_by_it on calendars for select to pullwire_web, pullwire_worker
  using (exists (select from clocks c where c.supplier_id = (select kernel.org()) and c.calendar_id = calendars.id));
create policy timed_by_it on calendar_versions for select to pullwire_web, pullwire_worker
  using (exists (select from clocks c where c.supplier_id = (select kernel.org()) and c.calendar_id = calendar_versions.calendar_id));

-- The answers that came before this: each buyer's worker counts their minutes on their calendars.
insert into work (id, org_id, kind, lane, key, data)
select gen_random_uuid(), buyer_id, 'clock.count', 'notice', 'stopped-before-counting', '{}'
  from clocks where stopped_at is not null group by buyer_id;
