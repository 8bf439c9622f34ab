-- Money, prices and quantities are exact decimals; they are summed and compared in the program, never here. Times are UTC with microseconds.
-- What stands in braces is each database's own word for it.

CREATE TABLE desk (
    only_row   {whole} PRIMARY KEY CHECK (only_row = 1),
    desk_id    {text} NOT NULL,
    created_at {time} NOT NULL
) {strict};

-- One row per start: event numbers begin anew with each.
CREATE TABLE runs (
    run        {whole} PRIMARY KEY,
    started_at {time} NOT NULL,
    process_id {whole} NOT NULL
) {strict};

CREATE TABLE order_journal (
    id      {whole} PRIMARY KEY,
    uuid    {text} NOT NULL UNIQUE,
    ts      {time} NOT NULL,
    type    {text} NOT NULL,
    payload {json} NOT NULL
) {strict};

CREATE TABLE pairs (
    id                     {whole} PRIMARY KEY,
    symbol                 {text} NOT NULL,
    quote_asset            {text} NOT NULL,
    status                 {text} NOT NULL,
    target_quantity        {number} NOT NULL,
    opened_at              {time} NOT NULL,
    closed_at              {time},
    close_reason           {text},
    last_error             {text},
    rescue_attempts        {whole} NOT NULL,
    naked_notional_seconds {number} NOT NULL,
    steps                  {whole} NOT NULL,
    edge_gross_bps          {number} NOT NULL,
    edge_entry_fees_bps     {number} NOT NULL,
    edge_exit_fees_bps      {number} NOT NULL,
    edge_entry_slippage_bps {number} NOT NULL,
    edge_exit_slippage_bps  {number} NOT NULL,
    edge_funding_bps        {number} NOT NULL,
    edge_residual_basis_bps {number} NOT NULL,
    long_venue             {text} NOT NULL,
    long_bought_quantity   {number} NOT NULL,
    long_bought_notional   {number} NOT NULL,
    long_sold_quantity     {number} NOT NULL,
    long_sold_notional     {number} NOT NULL,
    long_reference_outlay  {number} NOT NULL,
    long_fees              {number} NOT NULL,
    long_funding           {number} NOT NULL,
    short_venue            {text} NOT NULL,
    short_bought_quantity  {number} NOT NULL,
    short_bought_notional  {number} NOT NULL,
    short_sold_quantity    {number} NOT NULL,
    short_sold_notional    {number} NOT NULL,
    short_reference_outlay {number} NOT NULL,
    short_fees             {number} NOT NULL,
    short_funding          {number} NOT NULL,
    -- Profit by part once the pair is terminal, null before.
    pnl_spread             {number},
    pnl_slippage           {number},
    pnl_fees               {number},
    pnl_funding            {number}
) {strict};

CREATE INDEX pairs_by_status ON pairs (status, id);

CREATE TABLE orders (
    number              {counted},
    client_order_id     {text} NOT NULL UNIQUE,
    pair_id             {whole} NOT NULL REFERENCES pairs (id) DEFERRABLE INITIALLY DEFERRED,
    leg                 {text} NOT NULL,
    purpose             {text} NOT NULL,
    venue               {text} NOT NULL,
    symbol              {text} NOT NULL,
    quote_asset         {text} NOT NULL,
    side                {text} NOT NULL,
    quantity            {number} NOT NULL,
    type                {text} NOT NULL,
    time_in_force       {text} NOT NULL,
    limit_price         {number},
    reduce_only         {flag} NOT NULL,
    reference_price     {number} NOT NULL,
    decided_at          {time} NOT NULL,
    status              {text} NOT NULL,
    venue_order_id      {text},
    cumulative_quantity {number} NOT NULL,
    filled_quantity     {number} NOT NULL,
    updated_at          {time} NOT NULL,
    detail              {text}
) {strict};

CREATE INDEX orders_by_pair ON orders (pair_id);
CREATE INDEX orders_by_status ON orders (status);

CREATE TABLE fills (
    id              {counted},
    venue           {text} NOT NULL,
    symbol          {text} NOT NULL,
    quote_asset     {text} NOT NULL,
    trade_id        {text} NOT NULL,
    client_order_id {text} NOT NULL REFERENCES orders (client_order_id) DEFERRABLE INITIALLY DEFERRED,
    pair_id         {whole} NOT NULL REFERENCES pairs (id) DEFERRABLE INITIALLY DEFERRED,
    leg             {text} NOT NULL,
    purpose         {text} NOT NULL,
    side            {text} NOT NULL,
    price           {number} NOT NULL,
    quantity        {number} NOT NULL,
    fee             {number} NOT NULL,
    fee_asset       {text} NOT NULL,
    is_maker        {flag} NOT NULL,
    venue_time      {time} NOT NULL,
    UNIQUE (venue, symbol, trade_id)
) {strict};

CREATE INDEX fills_by_pair ON fills (pair_id);
CREATE INDEX fills_by_order ON fills (client_order_id);

CREATE TABLE entries (
    number {counted},
    id     {text} NOT NULL UNIQUE,
    kind   {text} NOT NULL,
    at     {time} NOT NULL
) {strict};

CREATE INDEX entries_by_kind ON entries (kind, number);

CREATE TABLE postings (
    entry_number {whole} NOT NULL REFERENCES entries (number),
    line         {whole} NOT NULL,
    account      {text} NOT NULL,
    asset        {text} NOT NULL,
    amount       {number} NOT NULL,
    PRIMARY KEY (entry_number, line)
) {strict_by_key};

-- Running sums of the postings.
CREATE TABLE account_balances (
    account {text} NOT NULL,
    asset   {text} NOT NULL,
    balance {number} NOT NULL,
    PRIMARY KEY (account, asset)
) {strict_by_key};

CREATE TABLE control_state (
    only_row               {whole} PRIMARY KEY CHECK (only_row = 1),
    mode                   {text} NOT NULL,
    hold_reason            {text},
    hold_source            {text},
    hold_since             {time},
    daily_loss_breached_on {day},
    day_anchor             {day},
    day_start_equity       {number}
) {strict};

CREATE TABLE equity_samples (
    at     {time} PRIMARY KEY,
    equity {number} NOT NULL
) {strict_by_key};
