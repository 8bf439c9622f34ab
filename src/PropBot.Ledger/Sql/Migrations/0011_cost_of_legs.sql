-- What a leg holds at the average price of the trades that built it; without it the average of all its trades on that side is taken.
ALTER TABLE pairs ADD COLUMN long_cost {number};
ALTER TABLE pairs ADD COLUMN short_cost {number};
ALTER TABLE pairs ADD COLUMN third_cost {number};
