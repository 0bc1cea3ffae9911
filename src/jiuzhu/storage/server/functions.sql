-- What the server does by itself. Laid anew with every version: each statement may run again on what is there.
-- Every function fixes its search path, so that nobody can slip a table of their own under its feet.
-- `session_user` is the only identity believed: a desktop program cannot keep a secret from its user.

-- The two engines under one set of statements ---------------------------------------------------------------------

CREATE OR REPLACE FUNCTION instr(hay text, needle text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog
    AS $$ SELECT strpos(hay, needle) $$;

CREATE OR REPLACE FUNCTION later(one uuid, other uuid) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
    AS $$ SELECT CASE WHEN other IS NULL OR one > other THEN one ELSE other END $$;

CREATE OR REPLACE AGGREGATE max(uuid) (SFUNC = later, STYPE = uuid, COMBINEFUNC = later, PARALLEL = SAFE);

-- The days of the months something is paid for; "" as the last month for without end. An
-- entitlement whose last month is before its first covers no days.
CREATE OR REPLACE FUNCTION months_of(first text, last text) RETURNS daterange
    LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
    AS $$
        SELECT CASE
            WHEN last = '' THEN daterange(make_date(left(first, 4)::int, right(first, 2)::int, 1), NULL)
            WHEN last < first THEN 'empty'::daterange
            ELSE daterange(
                make_date(left(first, 4)::int, right(first, 2)::int, 1),
                (make_date(left(last, 4)::int, right(last, 2)::int, 1) + interval '1 month')::date
            )
        END
    $$;

-- Who is at the desk ----------------------------------------------------------------------------------------------
-- In PL/pgSQL, which keeps its plan for the session: a save asks these some thirty times, and SQL functions are planned each time.

CREATE OR REPLACE FUNCTION my_operator() RETURNS uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        RETURN (SELECT id FROM operator WHERE login = session_user AND ended_on IS NULL);
    END $$;

-- The township whose work is done. Who works for two has a login in each.
CREATE OR REPLACE FUNCTION my_township() RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        RETURN (SELECT office_township FROM operator WHERE login = session_user AND ended_on IS NULL);
    END $$;

-- Villages the operator is bound to; NULL for all of the township.
CREATE OR REPLACE FUNCTION my_villages() RETURNS text[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        RETURN (
            SELECT string_to_array(nullif(villages, ''), ' ')
            FROM operator WHERE login = session_user AND ended_on IS NULL
        );
    END $$;

-- Desks of a township write one after another: held until the transaction ends.
CREATE OR REPLACE FUNCTION take_turn() RETURNS void
    LANGUAGE plpgsql VOLATILE SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(coalesce(my_township(), ''), 2026));
    END $$;

-- Each township has its channel; what is said there are names of tables, nothing of anybody.
CREATE OR REPLACE FUNCTION my_channel() RETURNS text
    LANGUAGE sql STABLE SET search_path = jiuzhu, pg_temp
    AS $$ SELECT 'jiuzhu_' || my_township() $$;

-- Logins follow the list of operators -------------------------------------------------------------------------------

-- Whether a login is one this program made, at work or left, and nothing more: those of other applications and of the
-- server's own administration are never taken over.
CREATE OR REPLACE FUNCTION is_ours(who text) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog
    AS $$
        SELECT coalesce(bool_or(parent.rolname IN ('jiuzhu_member', 'jiuzhu_left')), false)
               AND bool_and(parent.rolname LIKE 'jiuzhu\_%' AND parent.rolname <> 'jiuzhu_owner')
               AND NOT bool_or(child.rolsuper OR child.rolcreaterole OR child.rolcreatedb OR child.rolbypassrls OR child.rolreplication)
        FROM pg_roles AS child
        JOIN pg_auth_members AS m ON m.member = child.oid JOIN pg_roles AS parent ON parent.oid = m.roleid
        WHERE child.rolname = who
    $$;

-- Roles of the server are shared by all its databases; only groups of this program are ever given or taken here.
-- What words there are for work, and who keeps to villages, say the checks of the table.
CREATE OR REPLACE FUNCTION follow_operator() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = jiuzhu, pg_temp
    AS $$
    DECLARE
        wanted text[] := '{jiuzhu_member}';
        runs_the_server CONSTANT boolean := (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = session_user);
        held text;
    BEGIN
        IF NEW.login !~ '^[a-z][a-z0-9_.-]{1,30}$' OR NEW.login ~ '^(pg_|jiuzhu|postgres)' THEN
            RAISE EXCEPTION 'a login name the server cannot take' USING ERRCODE = '22023';
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.login = session_user AND NEW.ended_on IS DISTINCT FROM OLD.ended_on THEN
            RAISE EXCEPTION 'nobody ends their own account' USING ERRCODE = '42501';
        END IF;
        IF (NEW.roles, NEW.villages) <> (coalesce(OLD.roles, ''), coalesce(OLD.villages, '')) AND NOT runs_the_server THEN
            IF NOT pg_has_role(session_user, 'jiuzhu_security_administrator', 'MEMBER') THEN
                RAISE EXCEPTION 'work is given by the security administrator' USING ERRCODE = '42501';
            END IF;
            IF NEW.login = session_user THEN
                RAISE EXCEPTION 'nobody gives work to themselves' USING ERRCODE = '42501';
            END IF;
            IF crossed(NEW.roles, coalesce(OLD.roles, '')) THEN
                RAISE EXCEPTION 'work that is held apart' USING ERRCODE = '42501';
            END IF;
        END IF;
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = NEW.login) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN CONNECTION LIMIT 16', NEW.login);
        ELSIF NOT is_ours(NEW.login) THEN
            RAISE EXCEPTION 'a login of something else on this server' USING ERRCODE = '42710';
        END IF;
        IF NEW.ended_on IS NOT NULL THEN
            EXECUTE format('ALTER ROLE %I NOLOGIN', NEW.login);
            wanted := '{jiuzhu_left}';
        ELSE
            SELECT wanted || array_agg('jiuzhu_' || role) INTO wanted
            FROM unnest(string_to_array(NEW.roles, ' ')) AS role;
        END IF;
        FOR held IN
            SELECT parent.rolname FROM pg_catalog.pg_auth_members AS m
            JOIN pg_catalog.pg_roles AS parent ON parent.oid = m.roleid
            JOIN pg_catalog.pg_roles AS child ON child.oid = m.member
            WHERE child.rolname = NEW.login AND parent.rolname LIKE 'jiuzhu\_%'
        LOOP
            IF held = ANY (wanted) THEN
                wanted := array_remove(wanted, held);
            ELSE
                EXECUTE format('REVOKE %I FROM %I', held, NEW.login);
            END IF;
        END LOOP;
        FOREACH held IN ARRAY wanted LOOP
            EXECUTE format('GRANT %I TO %I', held, NEW.login);
        END LOOP;
        RETURN NEW;
    END $$;

CREATE OR REPLACE TRIGGER login_follows AFTER INSERT OR UPDATE ON operator
    FOR EACH ROW EXECUTE FUNCTION follow_operator();

-- Only what proves a password ever comes here (RFC 5803), so that no log of the server can hold one.
CREATE OR REPLACE FUNCTION require_proof(proof text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog
    AS $$ BEGIN
        IF proof !~ '^SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
            RAISE EXCEPTION 'not the proof of a password' USING ERRCODE = '22023';
        END IF;
    END $$;

-- The administrator lets a colleague of the own township in who cannot log in yet. Who can has a password of their own:
-- only the server's own administrator, who made it, may set that again here.
CREATE OR REPLACE FUNCTION admit(who text, proof text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        PERFORM require_proof(proof);
        IF NOT is_ours(who) OR NOT EXISTS (
            SELECT FROM operator JOIN pg_roles ON rolname = login WHERE login = who AND ended_on IS NULL
                AND ((office_township = my_township() AND NOT rolcanlogin)
                     OR (SELECT rolsuper FROM pg_roles WHERE rolname = session_user))
        ) THEN
            RAISE EXCEPTION 'no colleague of that login' USING ERRCODE = '42501';
        END IF;
        EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', who, proof);
    END $$;

-- Who has the security of the office gives a colleague who forgot theirs another password: never themselves, never one of the
-- administrators. The register must say it first (`given`, by whoever asks, and nothing newer): whoever comes in by it then
-- chooses their own, and everybody can read who knew it meanwhile.
CREATE OR REPLACE FUNCTION reset_password(who text, proof text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        PERFORM require_proof(proof);
        IF who = session_user OR NOT is_ours(who) OR NOT EXISTS (
            SELECT FROM operator WHERE login = who AND ended_on IS NULL AND office_township = my_township()
                AND NOT administers(roles)
        ) THEN
            RAISE EXCEPTION 'no colleague whose password is set here' USING ERRCODE = '42501';
        END IF;
        IF (my_operator(), 'given'::text) IS DISTINCT FROM (
            SELECT (by, kind::text) FROM log_in
            WHERE login = who AND office_township = my_township() AND kind IN ('given', 'chosen', 'recovered')
            ORDER BY id DESC LIMIT 1
        ) THEN
            RAISE EXCEPTION 'the register does not say that it was given' USING ERRCODE = '42501';
        END IF;
        EXECUTE format('ALTER ROLE %I PASSWORD %L', who, proof);
    END $$;

CREATE OR REPLACE FUNCTION change_password(proof text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        PERFORM require_proof(proof);
        IF my_operator() IS NULL THEN
            RAISE EXCEPTION 'nobody who works here' USING ERRCODE = '42501';
        END IF;
        EXECUTE format('ALTER ROLE %I PASSWORD %L', session_user, proof);
    END $$;

-- Whoever left is cut off at once, in the middle of whatever they do.
CREATE OR REPLACE FUNCTION cut_off(who text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        IF NOT EXISTS (
            SELECT FROM operator WHERE login = who AND ended_on IS NOT NULL AND office_township = my_township()
        ) THEN
            RAISE EXCEPTION 'nobody of that login has left' USING ERRCODE = '42501';
        END IF;
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = who;
    END $$;

-- The key of what a desk keeps by itself while the line is down: whoever takes the desk's disk away has not got it.
CREATE TABLE IF NOT EXISTS station_key (
    station_id uuid PRIMARY KEY REFERENCES station (id),
    key bytea NOT NULL CHECK (octet_length(key) = 32)
);

CREATE OR REPLACE FUNCTION desk_key(station uuid) RETURNS bytea
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = jiuzhu, pg_temp
    AS $$
    DECLARE
        found bytea;
    BEGIN
        IF NOT EXISTS (SELECT FROM station AS s WHERE s.id = desk_key.station AND s.office_township = my_township()) THEN
            RAISE EXCEPTION 'no window of one''s own township' USING ERRCODE = '42501';
        END IF;
        INSERT INTO station_key
            VALUES (desk_key.station, sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea))
            ON CONFLICT DO NOTHING;
        SELECT key INTO found FROM station_key WHERE station_id = desk_key.station;
        RETURN found;
    END $$;

-- The journal tells of all villages; who is bound to some writes behind its newest entry without reading it.
-- Planned once a session, when the journal may be short still: by its key all the same.
CREATE OR REPLACE FUNCTION chain_head(station uuid, chain uuid, OUT number bigint, OUT digest text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = jiuzhu, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off
    AS $$
    DECLARE
        here CONSTANT text := coalesce(my_township(), current_setting('jiuzhu.founding', true));
    BEGIN
        SELECT seq, hash INTO number, digest FROM journal_entry
            WHERE station_id = station AND epoch = chain AND office_township = here
            ORDER BY seq DESC LIMIT 1;
    END $$;

-- The entry of a unit of work behind the newest of its chain, and a word of it to the township's other desks. The hash is the
-- one of `entry_hash` in storage/journal.py, which tests hold it against. Writes as whoever calls it: what may be added is theirs.
CREATE OR REPLACE FUNCTION append_entry(
    station uuid, chain uuid, moment text, who uuid, verb text, about uuid, told text, tables text,
    OUT number bigint, OUT digest text
)
    LANGUAGE plpgsql VOLATILE SET search_path = jiuzhu, pg_temp
    AS $$
    DECLARE
        before text;
    BEGIN
        SELECT head.number, head.digest INTO number, before FROM chain_head(station, chain) AS head;
        number := coalesce(number, 0) + 1;
        before := coalesce(before, repeat('0', 64));
        digest := encode(sha256(convert_to(concat_ws(
            E'\n', before, station, chain, number, moment, who, verb, coalesce(about::text, ''), told
        ), 'UTF8')), 'hex');
        INSERT INTO journal_entry (station_id, epoch, seq, at, operator_id, service, subject_id, changes, previous, hash)
            VALUES (station, chain, number, moment, who, verb, about, told, before, digest);
        PERFORM pg_notify(coalesce(my_channel(), 'jiuzhu'), station::text || ' ' || left(tables, 7900));
    END $$;

-- An entry continues its chain or is not taken: one that does not would break the proof of the township for good. The hash
-- is the one of `entry_hash` in storage/journal.py, which tests hold it against.
CREATE OR REPLACE FUNCTION guard_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = jiuzhu, pg_temp SET enable_seqscan = off
    AS $$
    DECLARE
        number bigint;
        before text;
    BEGIN
        SELECT seq, hash INTO number, before FROM journal_entry
            WHERE station_id = NEW.station_id AND epoch = NEW.epoch AND office_township = NEW.office_township
            ORDER BY seq DESC LIMIT 1;
        IF NEW.seq <> coalesce(number, 0) + 1 OR NEW.previous <> coalesce(before, repeat('0', 64))
           OR NEW.hash <> encode(sha256(convert_to(concat_ws(
                E'\n', NEW.previous, NEW.station_id, NEW.epoch, NEW.seq, NEW.at, NEW.operator_id, NEW.service,
                coalesce(NEW.subject_id::text, ''), NEW.changes
              ), 'UTF8')), 'hex')
           OR NOT EXISTS (SELECT FROM station WHERE id = NEW.station_id AND office_township = NEW.office_township) THEN
            RAISE EXCEPTION 'an entry that does not continue its chain' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
    END $$;

CREATE OR REPLACE TRIGGER guard_chain BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION guard_chain();

-- Guards --------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION guard_unit() RETURNS trigger
    LANGUAGE plpgsql SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        IF coalesce(current_setting('jiuzhu.unit', true), '') = '' THEN
            RAISE EXCEPTION 'write outside a unit of work';
        END IF;
        RETURN NULL;
    END $$;

-- Foreign keys look past row security: who is bound to villages must see what they added when the work is done.
CREATE OR REPLACE FUNCTION guard_villages() RETURNS trigger
    LANGUAGE plpgsql SET search_path = jiuzhu, pg_temp
    AS $$
    DECLARE
        seen boolean;
    BEGIN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', TG_TABLE_NAME) INTO seen USING NEW.id;
        IF NOT seen THEN
            RAISE EXCEPTION 'a row of another village' USING ERRCODE = '42501';
        END IF;
        RETURN NULL;
    END $$;

CREATE OR REPLACE FUNCTION guard_kept() RETURNS trigger
    LANGUAGE plpgsql SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        RAISE EXCEPTION 'nothing is deleted here, things end';
    END $$;

CREATE OR REPLACE FUNCTION guard_appended() RETURNS trigger
    LANGUAGE plpgsql SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        RAISE EXCEPTION 'the journal is append-only';
    END $$;

-- Words people are found by; the same as `search_words` in storage/search.py, which tests hold it against ------------

CREATE OR REPLACE FUNCTION search_words(name text, readings text, address text) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
    AS $$
    DECLARE
        blank CONSTANT text := E'[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]';
        ends CONSTANT text := '省市区县旗镇乡道村组队路街巷弄号栋幢楼室院';
        never_first CONSTANT text := ends || '组队号栋幢座楼层室单之';
        squeezed text := left(regexp_replace(coalesce(name, ''), blank || '+', '', 'g'), 200);
        place text := left(regexp_replace(coalesce(address, ''), blank || '+', '', 'g'), 200);
        words text[] := '{}';
        here text;
        before text;
        step integer;
    BEGIN
        FOR step IN 2..length(squeezed) LOOP
            words := words || ('n' || substr(squeezed, step, 16));
        END LOOP;
        FOR here IN SELECT part FROM regexp_split_to_table(coalesce(readings, ''), blank || '+') AS part WHERE part <> '' LOOP
            words := words || ('p' || left(here, 16));
        END LOOP;
        FOR step IN 1..length(place) LOOP
            here := substr(place, step, 1);
            before := substr(place, step - 1, 1);
            IF step = 1 OR (
                here COLLATE "C" >= U&'\2E80' AND strpos(never_first, here) = 0
                AND (strpos(ends, before) > 0 OR before COLLATE "C" < U&'\2E80')
            ) THEN
                words := words || ('a' || substr(place, step, 16));
            END IF;
        END LOOP;
        RETURN ARRAY(SELECT DISTINCT unnest(words));
    END $$;

CREATE TABLE IF NOT EXISTS person_word (
    word text COLLATE "C" NOT NULL,
    person_key integer NOT NULL,
    office_township text NOT NULL,
    PRIMARY KEY (word, person_key)
);

CREATE INDEX IF NOT EXISTS ix_person_id_tail ON person ("right"(id_number, 4));
CREATE INDEX IF NOT EXISTS ix_person_phone_tail ON person ("right"(phone, 4));

CREATE OR REPLACE FUNCTION follow_words() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = jiuzhu, pg_temp
    AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            DELETE FROM person_word WHERE person_key = NEW.search_key
                AND word = ANY (search_words(OLD.name, OLD.initials, OLD.address));
        END IF;
        INSERT INTO person_word SELECT word, NEW.search_key, NEW.office_township
            FROM unnest(search_words(NEW.name, NEW.initials, NEW.address)) AS word;
        RETURN NULL;
    END $$;

CREATE OR REPLACE TRIGGER words_insert AFTER INSERT ON person
    FOR EACH ROW EXECUTE FUNCTION follow_words();
CREATE OR REPLACE TRIGGER words_update AFTER UPDATE OF name, initials, address ON person
    FOR EACH ROW WHEN ((OLD.name, OLD.initials, OLD.address) IS DISTINCT FROM (NEW.name, NEW.initials, NEW.address))
    EXECUTE FUNCTION follow_words();

-- Everything belongs to a role that can log in nowhere ----------------------------------------------------------------

DO $$
    DECLARE
        thing record;
    BEGIN
        FOR thing IN SELECT relname FROM pg_class WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind = 'r' LOOP
            EXECUTE format('ALTER TABLE %I OWNER TO jiuzhu_owner', thing.relname);
        END LOOP;
        FOR thing IN SELECT oid::regprocedure AS signature FROM pg_proc WHERE pronamespace = 'jiuzhu'::regnamespace LOOP
            EXECUTE format('ALTER ROUTINE %s OWNER TO jiuzhu_owner', thing.signature);
        END LOOP;
    END $$;

-- Nothing is left to anybody, and no policy stays: what follows gives what is declared, and nothing given by hand survives -

DO $$
    DECLARE
        whom text;
        policy record;
    BEGIN
        FOR whom IN
            SELECT DISTINCT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END
            FROM (
                SELECT (aclexplode(relacl)).grantee FROM pg_class WHERE relnamespace = 'jiuzhu'::regnamespace
                UNION SELECT (aclexplode(attacl)).grantee FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                    WHERE relnamespace = 'jiuzhu'::regnamespace
                UNION SELECT (aclexplode(coalesce(proacl, acldefault('f', proowner)))).grantee FROM pg_proc
                    WHERE pronamespace = 'jiuzhu'::regnamespace
                UNION SELECT (aclexplode(nspacl)).grantee FROM pg_namespace WHERE nspname = 'jiuzhu'
            ) AS given
            WHERE grantee <> 'jiuzhu_owner'::regrole
        LOOP
            EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA jiuzhu FROM %s', whom);
            EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA jiuzhu FROM %s', whom);
            EXECUTE format('REVOKE ALL ON ALL ROUTINES IN SCHEMA jiuzhu FROM %s', whom);
            EXECUTE format('REVOKE ALL ON SCHEMA jiuzhu FROM %s', whom);
        END LOOP;
        FOR policy IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'jiuzhu' LOOP
            EXECUTE format('DROP POLICY %I ON %I', policy.policyname, policy.tablename);
        END LOOP;
    END $$;
