-- How often the ledger was asked for a write while nothing was to be kept. It counts, because SQLite writes no row that stays as it is.
ALTER TABLE desk ADD COLUMN proofs {whole} NOT NULL DEFAULT 0;
