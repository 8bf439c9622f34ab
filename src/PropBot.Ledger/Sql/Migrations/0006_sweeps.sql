-- What operators wanted gone, and what was done for it.
CREATE TABLE sweeps ({document}) {strict};
CREATE INDEX sweeps_by_time ON sweeps (closed_at, opened_at);
