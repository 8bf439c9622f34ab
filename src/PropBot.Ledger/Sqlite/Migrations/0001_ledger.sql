-- Money, prices and quantities are exact decimal text; they are summed and compared in the program, never here.
-- Times are UTC text of fixed width, yyyy-MM-ddTHH:mm:ss.ffffffZ, and sort as text.

CREATE TABLE desk (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    desk_id    TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- One row per start: event numbers begin anew with each.
CREATE TABLE runs (
    run        INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    process_id INTEGER NOT NULL
) STRICT;

CREATE TABLE order_journal (
    id      INTEGER PRIMARY KEY,
    uuid    TEXT NOT NULL UNIQUE,
    ts      TEXT NOT NULL,
    type    TEXT NOT NULL,
    payload TEXT NOT NULL
) STRICT;

CREATE TRIGGER order_journal_keeps_its_rows BEFORE UPDATE ON order_journal
BEGIN
    SELECT RAISE(ABORT, 'order_journal is append-only');
END;

CREATE TRIGGER order_journal_loses_no_row BEFORE DELETE ON order_journal
BEGIN
    SELECT RAISE(ABORT, 'order_journal is append-only');
END;

CREATE TABLE pairs (
    id                     INTEGER PRIMARY KEY,
    symbol                 TEXT NOT NULL,
    quote_asset            TEXT NOT NULL,
    status                 TEXT NOT NULL,
    target_quantity        TEXT NOT NULL,
    opened_at              TEXT NOT NULL,
    closed_at              TEXT,
    close_reason           TEXT,
    last_error             TEXT,
    rescue_attempts        INTEGER NOT NULL,
    naked_notional_seconds TEXT NOT NULL,
    steps                  INTEGER NOT NULL,
    edge_gross_bps          TEXT NOT NULL,
    edge_entry_fees_bps     TEXT NOT NULL,
    edge_exit_fees_bps      TEXT NOT NULL,
    edge_entry_slippage_bps TEXT NOT NULL,
    edge_exit_slippage_bps  TEXT NOT NULL,
    edge_funding_bps        TEXT NOT NULL,
    edge_residual_basis_bps TEXT NOT NULL,
    long_venue             TEXT NOT NULL,
    long_bought_quantity   TEXT NOT NULL,
    long_bought_notional   TEXT NOT NULL,
    long_sold_quantity     TEXT NOT NULL,
    long_sold_notional     TEXT NOT NULL,
    long_reference_outlay  TEXT NOT NULL,
    long_fees              TEXT NOT NULL,
    long_funding           TEXT NOT NULL,
    short_venue            TEXT NOT NULL,
    short_bought_quantity  TEXT NOT NULL,
    short_bought_notional  TEXT NOT NULL,
    short_sold_quantity    TEXT NOT NULL,
    short_sold_notional    TEXT NOT NULL,
    short_reference_outlay TEXT NOT NULL,
    short_fees             TEXT NOT NULL,
    short_funding          TEXT NOT NULL,
    -- Profit by part once the pair is terminal, null before.
    pnl_spread             TEXT,
    pnl_slippage           TEXT,
    pnl_fees               TEXT,
    pnl_funding            TEXT
) STRICT;

CREATE INDEX pairs_by_status ON pairs (status, id);

CREATE TABLE orders (
    number              INTEGER PRIMARY KEY,
    client_order_id     TEXT NOT NULL UNIQUE,
    pair_id             INTEGER NOT NULL REFERENCES pairs (id) DEFERRABLE INITIALLY DEFERRED,
    leg                 TEXT NOT NULL,
    purpose             TEXT NOT NULL,
    venue               TEXT NOT NULL,
    symbol              TEXT NOT NULL,
    quote_asset         TEXT NOT NULL,
    side                TEXT NOT NULL,
    quantity            TEXT NOT NULL,
    type                TEXT NOT NULL,
    time_in_force       TEXT NOT NULL,
    limit_price         TEXT,
    reduce_only         INTEGER NOT NULL,
    reference_price     TEXT NOT NULL,
    decided_at          TEXT NOT NULL,
    status              TEXT NOT NULL,
    venue_order_id      TEXT,
    cumulative_quantity TEXT NOT NULL,
    filled_quantity     TEXT NOT NULL,
    updated_at          TEXT NOT NULL,
    detail              TEXT
) STRICT;

CREATE INDEX orders_by_pair ON orders (pair_id);
CREATE INDEX orders_by_status ON orders (status);

CREATE TABLE fills (
    id              INTEGER PRIMARY KEY,
    venue           TEXT NOT NULL,
    symbol          TEXT NOT NULL,
    quote_asset     TEXT NOT NULL,
    trade_id        TEXT NOT NULL,
    client_order_id TEXT NOT NULL REFERENCES orders (client_order_id) DEFERRABLE INITIALLY DEFERRED,
    pair_id         INTEGER NOT NULL REFERENCES pairs (id) DEFERRABLE INITIALLY DEFERRED,
    leg             TEXT NOT NULL,
    purpose         TEXT NOT NULL,
    side            TEXT NOT NULL,
    price           TEXT NOT NULL,
    quantity        TEXT NOT NULL,
    fee             TEXT NOT NULL,
    fee_asset       TEXT NOT NULL,
    is_maker        INTEGER NOT NULL,
    venue_time      TEXT NOT NULL,
    UNIQUE (venue, symbol, trade_id)
) STRICT;

CREATE INDEX fills_by_pair ON fills (pair_id);
CREATE INDEX fills_by_order ON fills (client_order_id);

CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    kind   TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT;

CREATE INDEX entries_by_kind ON entries (kind, number);

CREATE TABLE postings (
    entry_number INTEGER NOT NULL REFERENCES entries (number),
    line         INTEGER NOT NULL,
    account      TEXT NOT NULL,
    asset        TEXT NOT NULL,
    amount       TEXT NOT NULL,
    PRIMARY KEY (entry_number, line)
) STRICT, WITHOUT ROWID;

-- Running sums of the postings.
CREATE TABLE account_balances (
    account TEXT NOT NULL,
    asset   TEXT NOT NULL,
    balance TEXT NOT NULL,
    PRIMARY KEY (account, asset)
) STRICT, WITHOUT ROWID;

CREATE TABLE control_state (
    only_row               INTEGER PRIMARY KEY CHECK (only_row = 1),
    mode                   TEXT NOT NULL,
    hold_reason            TEXT,
    hold_source            TEXT,
    hold_since             TEXT,
    daily_loss_breached_on TEXT,
    day_anchor             TEXT,
    day_start_equity       TEXT
) STRICT;

CREATE TABLE equity_samples (
    at     TEXT PRIMARY KEY,
    equity TEXT NOT NULL
) STRICT, WITHOUT ROWID;
