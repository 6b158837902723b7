ALTER TABLE "escalations" ADD COLUMN "turned" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
-- Until now that a notice was opened stood with the notice alone.
update escalations e
   set told = (select coalesce(jsonb_agg(case when t.one->>'channel' = 'in-app' and n.read_at is not null
                                     then t.one || jsonb_build_object('openedAt', to_char(n.read_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                                     else t.one end order by t.place), '[]')
                 from jsonb_array_elements(e.told) with ordinality as t(one, place)
                 left join notices n on n.org_id in (e.buyer_id, e.supplier_id) and n.email = t.one->>'address'
                                    and n.key = 'clock:' || e.clock_id || ':' || e.level)
 where exists (select from notices n where n.org_id in (e.buyer_id, e.supplier_id) and n.read_at is not null
                  and n.key = 'clock:' || e.clock_id || ':' || e.level);
