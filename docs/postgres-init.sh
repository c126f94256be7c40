# compose.yaml has PostgreSQL's image read this when it sets up an empty volume, before it listens to the network.
# The server's role owns its database and is nothing more: whoever had its password could otherwise read files of the
# database's machine, and run programs there. The superuser has no password afterwards, so it signs in only inside the
# container: docker compose exec postgres psql --username=postgres
psql --set=ON_ERROR_STOP=1 --no-psqlrc --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
\getenv password POSTGRES_PASSWORD
CREATE ROLE keywright LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE keywright OWNER keywright;
REVOKE CONNECT ON DATABASE keywright, postgres, template1 FROM PUBLIC;
ALTER ROLE CURRENT_USER PASSWORD NULL;
SQL
