-- The rights of the role the service runs as on PostgreSQL: it reads, it adds, and it cannot change or remove
-- what is in the log, nor the triggers that refuse it to everybody else. Run it in the service's database as the
-- owner of its tables, after each `govengine db upgrade`; running it again changes nothing.
--
-- What may be updated is named column by column: the head moves, an erasure takes values from side rows, a hold
-- is lifted and an erasure settled once (triggers see to "once"), a key is revoked. What may be deleted is what
-- an erasure takes: look-up keys and replies kept for their Idempotency-Keys.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'govengine_service') THEN
    CREATE ROLE govengine_service LOGIN;
  END IF;
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM govengine_service;
GRANT USAGE ON SCHEMA public TO govengine_service;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO govengine_service;
REVOKE INSERT ON alembic_version, head FROM govengine_service;
GRANT UPDATE (size, root, recorded_at) ON head TO govengine_service;
GRANT UPDATE (body) ON side_rows TO govengine_service;
GRANT UPDATE (settled_by) ON erasure_proposals TO govengine_service;
GRANT UPDATE (lifted_by) ON holds TO govengine_service;
GRANT UPDATE (revoked_at) ON api_keys TO govengine_service;
GRANT UPDATE (next_index) ON cursors TO govengine_service;
-- What the watch looks through can be made again from the log.
GRANT UPDATE (by_key) ON watch_groups TO govengine_service;
GRANT DELETE ON watch_groups TO govengine_service;
-- What is owed no more.
GRANT DELETE ON open_obligations TO govengine_service;
GRANT DELETE ON decision_keys, idempotency TO govengine_service;
-- Outside the log: people who sign in, their visits, made-up cases, and drafts. A revision of a draft stays as it is.
GRANT UPDATE (password_hash, must_change, disabled_at) ON accounts TO govengine_service;
GRANT UPDATE (seen_at) ON sessions TO govengine_service;
GRANT UPDATE (title, saved_at) ON lab_cases TO govengine_service;
GRANT DELETE ON sessions, sign_in_misses, lab_cases, exercises TO govengine_service;
GRANT UPDATE (revision, saved_at) ON drafts TO govengine_service;
-- VACUUM after an erasure (PostgreSQL 17 and later; before that autovacuum does it in its own time).
DO $$ BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON side_rows, decision_keys, idempotency, watch_groups TO govengine_service';
  END IF;
END $$;
