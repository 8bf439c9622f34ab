-- The journal only grows.
CREATE FUNCTION order_journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'order_journal is append-only';
END;
$$;

CREATE TRIGGER order_journal_keeps_its_rows BEFORE UPDATE OR DELETE OR TRUNCATE ON order_journal
    FOR EACH STATEMENT EXECUTE FUNCTION order_journal_only_grows();

-- Who may write. The epoch only grows, with every start; the times are this server's.
CREATE TABLE leader_lease (
    only_row   bigint PRIMARY KEY CHECK (only_row = 1),
    owner      text NOT NULL,
    epoch      bigint NOT NULL,
    expires_at timestamptz NOT NULL
);
