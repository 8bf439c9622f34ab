-- Times in which the ledger took no writes.
CREATE TABLE ledger_outages ({document}) {strict};
CREATE INDEX ledger_outages_by_time ON ledger_outages (closed_at, opened_at);
