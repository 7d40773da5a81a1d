-- The first half of moving favorites to the ids of users; v1.0 never made the second half, and so a domain may be a
-- favorite of somebody twice.

ALTER TABLE favorites
    DROP CONSTRAINT favorites_domain_user_id_key,
    ADD COLUMN user_id_new INTEGER;

CREATE INDEX idx_favorites_user_id_new ON favorites (user_id_new);
