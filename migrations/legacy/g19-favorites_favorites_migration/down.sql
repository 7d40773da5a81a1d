-- Fails, and names the row, where a domain has become a favorite of somebody twice.
ALTER TABLE favorites ADD CONSTRAINT favorites_domain_user_id_key UNIQUE (domain, user_id);

DROP INDEX idx_favorites_user_id_new;

ALTER TABLE favorites DROP COLUMN user_id_new;
