-- Every cause of a hold and the kill, beside the first cause; null in a row that was written before there were several.
ALTER TABLE control_state ADD COLUMN brakes {json};

-- Requests that need a second person.
CREATE TABLE approvals ({document}) {strict};
CREATE INDEX approvals_by_time ON approvals (closed_at, opened_at);
