-- Who may read a calendar is asked of the clocks that it times. Of a value it does not know, Postgres takes it that as many
-- clocks have it as have any other; where few suppliers have nearly all clocks, it believes to meet one at once, looks through
-- the table, and reads all of it when there is none. Taken to be rare, each of these is looked up in its index.
alter table clocks alter column supplier_id set (n_distinct = -0.001),
  alter column calendar_id set (n_distinct = -0.001),
  alter column other_calendar_id set (n_distinct = -0.001);
-- Counts from the next look at what the columns hold.
analyze clocks;
