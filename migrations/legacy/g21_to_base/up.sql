-- From the schema that v1.0 grew step by step (g20) to the one that it numbered (08f51db8dce0). What may be
-- empty, keys, indexes and comments change; the one column that goes is what was left of g19-favorites.

-- Eighteen columns may no longer be empty. Each has a default, so there is a null only where somebody wrote one, and no
-- default is written over it: an alert might be sent because its status became 'pending', a setting come into force
-- because it became enabled, and a row without a time would pass for the newest. Where there is a null, the server
-- names table and column, and nothing of this step stays behind. Decide what the row should say, write it, for example
--     UPDATE alerts SET created_at = sent_at WHERE created_at IS NULL;
-- and upgrade again. This stands first because nothing after it can fail on rows.
ALTER TABLE raw_leads ALTER COLUMN ingested_at SET NOT NULL;
ALTER TABLE companies ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE domain_signals
    ALTER COLUMN scan_status SET NOT NULL,
    ALTER COLUMN scanned_at SET NOT NULL;
ALTER TABLE lead_scores ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE notes
    ALTER COLUMN created_at SET NOT NULL,
    ALTER COLUMN updated_at SET NOT NULL;
ALTER TABLE tags ALTER COLUMN created_at SET NOT NULL;
ALTER TABLE favorites ALTER COLUMN created_at SET NOT NULL;
ALTER TABLE signal_change_history ALTER COLUMN changed_at SET NOT NULL;
ALTER TABLE score_change_history ALTER COLUMN changed_at SET NOT NULL;
ALTER TABLE alerts
    ALTER COLUMN status SET NOT NULL,
    ALTER COLUMN created_at SET NOT NULL;
ALTER TABLE alert_config
    ALTER COLUMN user_id SET NOT NULL,
    ALTER COLUMN enabled SET NOT NULL,
    ALTER COLUMN frequency SET NOT NULL,
    ALTER COLUMN created_at SET NOT NULL,
    ALTER COLUMN updated_at SET NOT NULL;

-- That a domain is unique among companies is said by an index instead of a constraint. Eight foreign keys rest on the
-- constraint, so they go before it, and come back under their names to rest on the index.
ALTER TABLE domain_signals DROP CONSTRAINT domain_signals_domain_fkey;
ALTER TABLE lead_scores DROP CONSTRAINT lead_scores_domain_fkey;
ALTER TABLE notes DROP CONSTRAINT notes_domain_fkey;
ALTER TABLE tags DROP CONSTRAINT tags_domain_fkey;
ALTER TABLE favorites DROP CONSTRAINT favorites_domain_fkey;
ALTER TABLE signal_change_history DROP CONSTRAINT signal_change_history_domain_fkey;
ALTER TABLE score_change_history DROP CONSTRAINT score_change_history_domain_fkey;
ALTER TABLE alerts DROP CONSTRAINT alerts_domain_fkey;

ALTER TABLE companies DROP CONSTRAINT companies_domain_key;
DROP INDEX idx_companies_domain;
CREATE UNIQUE INDEX ix_companies_domain ON companies (domain);

ALTER TABLE domain_signals ADD CONSTRAINT domain_signals_domain_fkey
    FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE;
ALTER TABLE lead_scores ADD CONSTRAINT lead_scores_domain_fkey
    FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE;
ALTER TABLE notes ADD CONSTRAINT notes_domain_fkey
    FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE;
ALTER TABLE tags ADD CONSTRAINT tags_domain_fkey
    FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE;
ALTER TABLE favorites ADD CONSTRAINT favorites_domain_fkey
    FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE;
ALTER TABLE signal_change_history ADD CONSTRAINT signal_change_history_domain_fkey
    FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE;
ALTER TABLE score_change_history ADD CONSTRAINT score_change_history_domain_fkey
    FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE;
ALTER TABLE alerts ADD CONSTRAINT alerts_domain_fkey
    FOREIGN KEY (domain) REFERENCES companies (domain) ON DELETE CASCADE;

-- From here on a domain may have the same tag twice, and a user the same alert setting.
ALTER TABLE tags DROP CONSTRAINT tags_domain_tag_key;
ALTER TABLE alert_config DROP CONSTRAINT alert_config_user_id_alert_type_notification_method_key;

-- The half of a move that was never finished goes, with its index and with what was written into it.
ALTER TABLE favorites DROP COLUMN user_id_new;

-- Indexes on the same columns are renamed, which takes no time whatever the size of the table.
ALTER INDEX idx_raw_leads_domain RENAME TO ix_raw_leads_domain;
ALTER INDEX idx_raw_leads_source RENAME TO ix_raw_leads_source;

ALTER INDEX idx_companies_provider RENAME TO ix_companies_provider;
ALTER INDEX idx_companies_tenant_size RENAME TO ix_companies_tenant_size;
ALTER INDEX idx_companies_updated_at RENAME TO ix_companies_updated_at;

ALTER INDEX idx_domain_signals_dmarc_coverage RENAME TO ix_domain_signals_dmarc_coverage;
ALTER INDEX idx_domain_signals_domain RENAME TO ix_domain_signals_domain;
ALTER INDEX idx_domain_signals_local_provider RENAME TO ix_domain_signals_local_provider;
ALTER INDEX idx_domain_signals_mx_root RENAME TO ix_domain_signals_mx_root;
ALTER INDEX idx_domain_signals_scan_status RENAME TO ix_domain_signals_scan_status;
ALTER INDEX idx_domain_signals_scanned_at RENAME TO ix_domain_signals_scanned_at;

ALTER INDEX idx_lead_scores_domain RENAME TO ix_lead_scores_domain;
ALTER INDEX idx_lead_scores_readiness_score RENAME TO ix_lead_scores_readiness_score;
ALTER INDEX idx_lead_scores_segment RENAME TO ix_lead_scores_segment;
ALTER INDEX idx_lead_scores_updated_at RENAME TO ix_lead_scores_updated_at;

ALTER INDEX idx_notes_created_at RENAME TO ix_notes_created_at;
ALTER INDEX idx_notes_domain RENAME TO ix_notes_domain;

ALTER INDEX idx_tags_domain RENAME TO ix_tags_domain;

ALTER INDEX idx_favorites_domain RENAME TO ix_favorites_domain;
ALTER INDEX idx_favorites_user_id RENAME TO ix_favorites_user_id;

ALTER INDEX idx_signal_change_history_changed_at RENAME TO ix_signal_change_history_changed_at;
ALTER INDEX idx_signal_change_history_domain RENAME TO ix_signal_change_history_domain;
ALTER INDEX idx_signal_change_history_signal_type RENAME TO ix_signal_change_history_signal_type;

ALTER INDEX idx_score_change_history_changed_at RENAME TO ix_score_change_history_changed_at;
ALTER INDEX idx_score_change_history_domain RENAME TO ix_score_change_history_domain;

ALTER INDEX idx_alerts_alert_type RENAME TO ix_alerts_alert_type;
ALTER INDEX idx_alerts_created_at RENAME TO ix_alerts_created_at;
ALTER INDEX idx_alerts_domain RENAME TO ix_alerts_domain;
ALTER INDEX idx_alerts_status RENAME TO ix_alerts_status;

ALTER INDEX idx_alert_config_alert_type RENAME TO ix_alert_config_alert_type;
ALTER INDEX idx_alert_config_enabled RENAME TO ix_alert_config_enabled;
ALTER INDEX idx_alert_config_user_id RENAME TO ix_alert_config_user_id;

-- Nothing takes the place of these.
DROP INDEX idx_raw_leads_ingested_at;
DROP INDEX idx_users_email;
DROP INDEX idx_users_last_login_at;
DROP INDEX idx_users_microsoft_id;
DROP INDEX idx_tags_domain_tag;
DROP INDEX idx_tags_tag;
DROP INDEX idx_favorites_domain_user_id;

-- Each of these repeats another index of its table; all are in v1.0.
CREATE INDEX ix_raw_leads_id ON raw_leads (id);
CREATE INDEX ix_companies_contact_quality_score ON companies (contact_quality_score);
CREATE INDEX ix_companies_id ON companies (id);
CREATE INDEX ix_domain_signals_id ON domain_signals (id);
CREATE INDEX ix_lead_scores_id ON lead_scores (id);
CREATE INDEX ix_notes_id ON notes (id);
CREATE INDEX ix_tags_id ON tags (id);
CREATE INDEX ix_favorites_id ON favorites (id);
CREATE INDEX ix_signal_change_history_id ON signal_change_history (id);
CREATE INDEX ix_score_change_history_id ON score_change_history (id);
CREATE INDEX ix_alerts_id ON alerts (id);
CREATE INDEX ix_alert_config_id ON alert_config (id);

COMMENT ON TABLE raw_leads IS NULL;
COMMENT ON TABLE companies IS NULL;
COMMENT ON TABLE domain_signals IS NULL;
COMMENT ON TABLE lead_scores IS NULL;
COMMENT ON TABLE notes IS NULL;
COMMENT ON TABLE tags IS NULL;
COMMENT ON TABLE favorites IS NULL;
COMMENT ON TABLE signal_change_history IS NULL;
COMMENT ON TABLE score_change_history IS NULL;
COMMENT ON TABLE alerts IS NULL;
COMMENT ON TABLE alert_config IS NULL;
