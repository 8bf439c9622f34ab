-- What venues did by themselves: fills that nobody ordered, each once by the venue's trade id, and the legs they were taken from.

CREATE TABLE forced_fills (
    id             {counted},
    venue          {text} NOT NULL,
    symbol         {text} NOT NULL,
    quote_asset    {text} NOT NULL,
    trade_id       {text} NOT NULL,
    venue_order_id {text} NOT NULL,
    origin         {text} NOT NULL,
    position       {text} NOT NULL,
    side           {text} NOT NULL,
    price          {number} NOT NULL,
    quantity       {number} NOT NULL,
    fee            {number} NOT NULL,
    fee_asset      {text} NOT NULL,
    venue_time     {time} NOT NULL,
    -- True once every base unit of it has been taken from a leg.
    is_assigned    {flag} NOT NULL,
    UNIQUE (venue, symbol, trade_id)
) {strict};

CREATE INDEX forced_fills_by_assignment ON forced_fills (is_assigned, id);

CREATE TABLE forced_fill_shares (
    forced_fill_id {whole} NOT NULL REFERENCES forced_fills (id),
    number         {whole} NOT NULL,
    pair_id        {whole} NOT NULL REFERENCES pairs (id) DEFERRABLE INITIALLY DEFERRED,
    leg            {text} NOT NULL,
    quantity       {number} NOT NULL,
    fee            {number} NOT NULL,
    fee_asset      {text} NOT NULL,
    PRIMARY KEY (forced_fill_id, number)
) {strict_by_key};

CREATE INDEX forced_fill_shares_by_pair ON forced_fill_shares (pair_id);

ALTER TABLE pairs ADD COLUMN long_forced_quantity {number} NOT NULL DEFAULT {zero};
ALTER TABLE pairs ADD COLUMN short_forced_quantity {number} NOT NULL DEFAULT {zero};

-- The rules of an instrument that the desk trades by: the first seen, or the last change that a person has read.
CREATE TABLE accepted_rules (
    venue       {text} NOT NULL,
    symbol      {text} NOT NULL,
    quote_asset {text} NOT NULL,
    line        {whole} NOT NULL,
    name        {text} NOT NULL,
    value       {text} NOT NULL,
    PRIMARY KEY (venue, symbol, line)
) {strict_by_key};
