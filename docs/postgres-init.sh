# PostgreSQL's image runs this when it sets up an empty volume, before it listens on the network (compose.yaml).
# The server's role owns its database and has no other rights: with a superuser's password, someone could read files on the
# database's machine and run programs there. Afterwards the superuser has no password, so it can sign in only inside the
# container: docker compose exec postgres psql --username=postgres
psql --set=ON_ERROR_STOP=1 --no-psqlrc --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
\getenv password POSTGRES_PASSWORD
CREATE ROLE keywright LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE keywright OWNER keywright;
REVOKE CONNECT ON DATABASE keywright, postgres, template1 FROM PUBLIC;
ALTER ROLE CURRENT_USER PASSWORD NULL;
SQL
