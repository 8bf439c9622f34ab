-- What venues did by themselves: fills that nobody ordered, each once by the venue's trade id, and the legs they were taken from.

CREATE TABLE forced_fills (
    id             INTEGER PRIMARY KEY,
    venue          TEXT NOT NULL,
    symbol         TEXT NOT NULL,
    quote_asset    TEXT NOT NULL,
    trade_id       TEXT NOT NULL,
    venue_order_id TEXT NOT NULL,
    origin         TEXT NOT NULL,
    position       TEXT NOT NULL,
    side           TEXT NOT NULL,
    price          TEXT NOT NULL,
    quantity       TEXT NOT NULL,
    fee            TEXT NOT NULL,
    fee_asset      TEXT NOT NULL,
    venue_time     TEXT NOT NULL,
    -- 1 once every base unit of it has been taken from a leg.
    is_assigned    INTEGER NOT NULL,
    UNIQUE (venue, symbol, trade_id)
) STRICT;

CREATE INDEX forced_fills_by_assignment ON forced_fills (is_assigned, id);

CREATE TABLE forced_fill_shares (
    forced_fill_id INTEGER NOT NULL REFERENCES forced_fills (id),
    number         INTEGER NOT NULL,
    pair_id        INTEGER NOT NULL REFERENCES pairs (id) DEFERRABLE INITIALLY DEFERRED,
    leg            TEXT NOT NULL,
    quantity       TEXT NOT NULL,
    fee            TEXT NOT NULL,
    fee_asset      TEXT NOT NULL,
    PRIMARY KEY (forced_fill_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX forced_fill_shares_by_pair ON forced_fill_shares (pair_id);

ALTER TABLE pairs ADD COLUMN long_forced_quantity TEXT NOT NULL DEFAULT '0';
ALTER TABLE pairs ADD COLUMN short_forced_quantity TEXT NOT NULL DEFAULT '0';

-- The rules of an instrument that the desk trades by: the first seen, or the last change that a person has read.
CREATE TABLE accepted_rules (
    venue       TEXT NOT NULL,
    symbol      TEXT NOT NULL,
    quote_asset TEXT NOT NULL,
    line        INTEGER NOT NULL,
    name        TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (venue, symbol, line)
) STRICT, WITHOUT ROWID;
