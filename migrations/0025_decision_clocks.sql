-- The buyer's own clock: until when it decides on a proposal, and on which calendar of its own that is counted.
ALTER TABLE "relationships" ADD COLUMN "buyer_calendar_id" uuid;
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_buyer_calendar_id_calendars_id_fk" FOREIGN KEY ("buyer_calendar_id") REFERENCES "public"."calendars"("id") ON DELETE no action ON UPDATE no action;

-- What is agreed already promises it from now on; proposals that lie undecided were promised nothing.
update relationships
   set targets = targets || '{"decision": {"kind": "business-days", "days": 1, "by": "17:00"}}'
 where not targets ? 'decision';

-- The supplier reads whose hours it waits for: the clock starts in its own transaction.
create policy decided_on_it on calendars for select to pullwire_web, pullwire_worker
  using (exists (select from relationships r where r.buyer_calendar_id = calendars.id and r.supplier_id = (select kernel.org())));
create policy decided_on_it on calendar_versions for select to pullwire_web, pullwire_worker
  using (exists (select from relationships r where r.buyer_calendar_id = calendar_versions.calendar_id and r.supplier_id = (select kernel.org())));
