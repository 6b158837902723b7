#!/bin/sh
# Run once by the postgres image on an empty volume: the database and its three logins, none of them a superuser.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner="$PULLWIRE_OWNER_PASSWORD" --set web="$PULLWIRE_WEB_PASSWORD" --set worker="$PULLWIRE_WORKER_PASSWORD" <<'SQL'
create role pullwire_owner login nosuperuser nobypassrls password :'owner';
create role pullwire_web login nosuperuser nobypassrls password :'web';
create role pullwire_worker login nosuperuser nobypassrls password :'worker';
create database pullwire owner pullwire_owner;
SQL
