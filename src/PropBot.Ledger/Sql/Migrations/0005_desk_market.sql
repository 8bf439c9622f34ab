-- Which market the books are of: positions of one must not go on in another.
ALTER TABLE desk ADD COLUMN market {text};
