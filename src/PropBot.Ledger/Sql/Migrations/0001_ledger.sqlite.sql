-- The journal only grows.

CREATE TRIGGER order_journal_keeps_its_rows BEFORE UPDATE ON order_journal
BEGIN
    SELECT RAISE(ABORT, 'order_journal is append-only');
END;

CREATE TRIGGER order_journal_loses_no_row BEFORE DELETE ON order_journal
BEGIN
    SELECT RAISE(ABORT, 'order_journal is append-only');
END;
