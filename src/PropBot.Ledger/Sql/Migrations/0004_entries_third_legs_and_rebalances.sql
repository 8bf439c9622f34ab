-- How a pair was opened, its hedge on a third venue where it has one, and what the rebalancer has done for it.
ALTER TABLE pairs ADD COLUMN entry_mode {text} NOT NULL DEFAULT 'together';
ALTER TABLE pairs ADD COLUMN entry_lead {text};

ALTER TABLE pairs ADD COLUMN third_venue {text};
ALTER TABLE pairs ADD COLUMN third_bought_quantity {number};
ALTER TABLE pairs ADD COLUMN third_bought_notional {number};
ALTER TABLE pairs ADD COLUMN third_sold_quantity {number};
ALTER TABLE pairs ADD COLUMN third_sold_notional {number};
ALTER TABLE pairs ADD COLUMN third_reference_outlay {number};
ALTER TABLE pairs ADD COLUMN third_fees {number};
ALTER TABLE pairs ADD COLUMN third_funding {number};
ALTER TABLE pairs ADD COLUMN third_forced_quantity {number};

ALTER TABLE pairs ADD COLUMN rebalance_status {text};
ALTER TABLE pairs ADD COLUMN rebalance_attempts {whole};
ALTER TABLE pairs ADD COLUMN rebalance_failures {whole};
ALTER TABLE pairs ADD COLUMN rebalance_last_attempt_at {time};
ALTER TABLE pairs ADD COLUMN rebalance_last_error {text};
ALTER TABLE pairs ADD COLUMN rebalance_last_leg {text};
ALTER TABLE pairs ADD COLUMN rebalance_filled_ratio {number};
