-- Differences between our books and the venues; closed once resolved and not so any more.
CREATE TABLE reconciliation_cases ({document}) {strict};
CREATE INDEX reconciliation_cases_by_time ON reconciliation_cases (closed_at, opened_at);

-- Per instrument, up to when the booked fills are the venue's own list.
CREATE TABLE fill_agreements ({document}) {strict};
