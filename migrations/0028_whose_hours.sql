-- Whose hours count: a policy says so by a rule, and a clock may stand on two calendars, of which both have to be open.
ALTER TABLE "clocks" ADD COLUMN "other_calendar_id" uuid;
ALTER TABLE "clocks" ADD COLUMN "other_calendar_version" integer;
ALTER TABLE "policy_versions" ADD COLUMN "hours" text DEFAULT 'agreed' NOT NULL;
CREATE INDEX "clocks_counted_on_too" ON "clocks" USING btree ("supplier_id","other_calendar_id") WHERE other_calendar_id is not null;
CREATE INDEX "clocks_waiting_on_too" ON "clocks" USING btree ("other_calendar_id") WHERE at in ('pending', 'running', 'paused');

-- A policy that named a calendar counted in its hours, every other in what is agreed; so do the clocks that run under one.
update policy_versions set hours = 'own' where calendar_id is not null;
update clocks
   set policy = (policy - 'ownCalendar')
     || jsonb_build_object('hours', case when policy -> 'ownCalendar' = 'true' then 'own' else 'agreed' end)
 where policy is not null;

-- Whoever is timed by the hours in which two calendars are open may read both.
create policy timed_by_it_too on calendars for select to pullwire_web, pullwire_worker
  using (exists (select from clocks c where c.supplier_id = (select kernel.org()) and c.other_calendar_id = calendars.id));
create policy timed_by_it_too on calendar_versions for select to pullwire_web, pullwire_worker
  using (exists (select from clocks c where c.supplier_id = (select kernel.org()) and c.other_calendar_id = calendar_versions.calendar_id));
