-- Since when a pair's legs have been unequal, and up to when its naked time was counted: a start counts on from there.
ALTER TABLE pairs ADD COLUMN unequal_since {time};
ALTER TABLE pairs ADD COLUMN naked_counted_until {time};
