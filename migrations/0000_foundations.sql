-- The clock, and whose transaction this is. The schema "kernel" itself is made by the migrator.
grant usage on schema kernel to pullwire_web, pullwire_worker;

-- A test database may shift time by a row here; the roles that serve production may only read it.
create table kernel.clock_shift (shift interval not null);
grant select on kernel.clock_shift to pullwire_web, pullwire_worker;

-- The only clock that decides what is due. STABLE, so that indexes on due times are used.
create function kernel.now() returns timestamptz language sql stable parallel safe
  return statement_timestamp() + coalesce((select shift from kernel.clock_shift limit 1), interval '0');

-- The organization, person, e-mail or secret (hashed) that this transaction was opened for.
create function kernel.org() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.org_id', true), '')::uuid;
create function kernel.person() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.person_id', true), '')::uuid;
create function kernel.email() returns text language sql stable parallel safe
  return nullif(current_setting('app.email', true), '');
create function kernel.token_hash() returns text language sql stable parallel safe
  return nullif(current_setting('app.token_hash', true), '');
