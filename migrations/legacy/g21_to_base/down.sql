-- Back to the schema that v1.0 grew step by step.

-- Where a domain has the same tag twice by now, or a user the same alert setting, the server names the values, and
-- nothing of this step stays behind: which row is meant, only somebody who knows them can say. This stands first
-- because nothing after it can fail on rows.
ALTER TABLE tags ADD CONSTRAINT tags_domain_tag_key UNIQUE (domain, tag);
ALTER TABLE alert_config ADD CONSTRAINT alert_config_user_id_alert_type_notification_method_key
    UNIQUE (user_id, alert_type, notification_method);

-- The unique index becomes the constraint's own. The eight foreign keys rest on it as before and need not come and go.
ALTER INDEX ix_companies_domain RENAME TO companies_domain_key;
ALTER TABLE companies ADD CONSTRAINT companies_domain_key UNIQUE USING INDEX companies_domain_key;
CREATE INDEX idx_companies_domain ON companies (domain);

ALTER TABLE raw_leads ALTER COLUMN ingested_at DROP NOT NULL;
ALTER TABLE companies ALTER COLUMN updated_at DROP NOT NULL;
ALTER TABLE domain_signals
    ALTER COLUMN scan_status DROP NOT NULL,
    ALTER COLUMN scanned_at DROP NOT NULL;
ALTER TABLE lead_scores ALTER COLUMN updated_at DROP NOT NULL;
ALTER TABLE notes
    ALTER COLUMN created_at DROP NOT NULL,
    ALTER COLUMN updated_at DROP NOT NULL;
ALTER TABLE tags ALTER COLUMN created_at DROP NOT NULL;
ALTER TABLE favorites ALTER COLUMN created_at DROP NOT NULL;
ALTER TABLE signal_change_history ALTER COLUMN changed_at DROP NOT NULL;
ALTER TABLE score_change_history ALTER COLUMN changed_at DROP NOT NULL;
ALTER TABLE alerts
    ALTER COLUMN status DROP NOT NULL,
    ALTER COLUMN created_at DROP NOT NULL;
ALTER TABLE alert_config
    ALTER COLUMN user_id DROP NOT NULL,
    ALTER COLUMN enabled DROP NOT NULL,
    ALTER COLUMN frequency DROP NOT NULL,
    ALTER COLUMN created_at DROP NOT NULL,
    ALTER COLUMN updated_at DROP NOT NULL;

-- It comes back empty.
ALTER TABLE favorites ADD COLUMN user_id_new INTEGER;

ALTER INDEX ix_raw_leads_domain RENAME TO idx_raw_leads_domain;
ALTER INDEX ix_raw_leads_source RENAME TO idx_raw_leads_source;

ALTER INDEX ix_companies_provider RENAME TO idx_companies_provider;
ALTER INDEX ix_companies_tenant_size RENAME TO idx_companies_tenant_size;
ALTER INDEX ix_companies_updated_at RENAME TO idx_companies_updated_at;

ALTER INDEX ix_domain_signals_dmarc_coverage RENAME TO idx_domain_signals_dmarc_coverage;
ALTER INDEX ix_domain_signals_domain RENAME TO idx_domain_signals_domain;
ALTER INDEX ix_domain_signals_local_provider RENAME TO idx_domain_signals_local_provider;
ALTER INDEX ix_domain_signals_mx_root RENAME TO idx_domain_signals_mx_root;
ALTER INDEX ix_domain_signals_scan_status RENAME TO idx_domain_signals_scan_status;
ALTER INDEX ix_domain_signals_scanned_at RENAME TO idx_domain_signals_scanned_at;

ALTER INDEX ix_lead_scores_domain RENAME TO idx_lead_scores_domain;
ALTER INDEX ix_lead_scores_readiness_score RENAME TO idx_lead_scores_readiness_score;
ALTER INDEX ix_lead_scores_segment RENAME TO idx_lead_scores_segment;
ALTER INDEX ix_lead_scores_updated_at RENAME TO idx_lead_scores_updated_at;

ALTER INDEX ix_notes_created_at RENAME TO idx_notes_created_at;
ALTER INDEX ix_notes_domain RENAME TO idx_notes_domain;

ALTER INDEX ix_tags_domain RENAME TO idx_tags_domain;

ALTER INDEX ix_favorites_domain RENAME TO idx_favorites_domain;
ALTER INDEX ix_favorites_user_id RENAME TO idx_favorites_user_id;

ALTER INDEX ix_signal_change_history_changed_at RENAME TO idx_signal_change_history_changed_at;
ALTER INDEX ix_signal_change_history_domain RENAME TO idx_signal_change_history_domain;
ALTER INDEX ix_signal_change_history_signal_type RENAME TO idx_signal_change_history_signal_type;

ALTER INDEX ix_score_change_history_changed_at RENAME TO idx_score_change_history_changed_at;
ALTER INDEX ix_score_change_history_domain RENAME TO idx_score_change_history_domain;

ALTER INDEX ix_alerts_alert_type RENAME TO idx_alerts_alert_type;
ALTER INDEX ix_alerts_created_at RENAME TO idx_alerts_created_at;
ALTER INDEX ix_alerts_domain RENAME TO idx_alerts_domain;
ALTER INDEX ix_alerts_status RENAME TO idx_alerts_status;

ALTER INDEX ix_alert_config_alert_type RENAME TO idx_alert_config_alert_type;
ALTER INDEX ix_alert_config_enabled RENAME TO idx_alert_config_enabled;
ALTER INDEX ix_alert_config_user_id RENAME TO idx_alert_config_user_id;

CREATE INDEX idx_raw_leads_ingested_at ON raw_leads (ingested_at);
CREATE INDEX idx_users_email ON users (email);
CREATE INDEX idx_users_last_login_at ON users (last_login_at);
CREATE INDEX idx_users_microsoft_id ON users (microsoft_id);
CREATE INDEX idx_tags_domain_tag ON tags (domain, tag);
CREATE INDEX idx_tags_tag ON tags (tag);
CREATE INDEX idx_favorites_domain_user_id ON favorites (domain, user_id);
CREATE INDEX idx_favorites_user_id_new ON favorites (user_id_new);

DROP INDEX ix_raw_leads_id;
DROP INDEX ix_companies_contact_quality_score;
DROP INDEX ix_companies_id;
DROP INDEX ix_domain_signals_id;
DROP INDEX ix_lead_scores_id;
DROP INDEX ix_notes_id;
DROP INDEX ix_tags_id;
DROP INDEX ix_favorites_id;
DROP INDEX ix_signal_change_history_id;
DROP INDEX ix_score_change_history_id;
DROP INDEX ix_alerts_id;
DROP INDEX ix_alert_config_id;

COMMENT ON TABLE raw_leads IS 'Raw ingested data from various sources';
COMMENT ON TABLE companies IS 'Normalized company information with unique domain constraint';
COMMENT ON TABLE domain_signals IS 'DNS and WHOIS analysis results for domains';
COMMENT ON TABLE lead_scores IS 'Calculated readiness scores and segments for domains';
COMMENT ON TABLE notes IS 'User notes for domains (G17: CRM-lite)';
COMMENT ON TABLE tags IS 'Tags for domains with auto-tagging support (G17: CRM-lite)';
COMMENT ON TABLE favorites IS 'User favorites for domains, session-based (G17: CRM-lite)';
COMMENT ON TABLE signal_change_history IS 'History of signal changes (SPF, DKIM, DMARC, MX) (G18)';
COMMENT ON TABLE score_change_history IS 'History of score and segment changes (G18)';
COMMENT ON TABLE alerts IS 'Generated alerts for domain changes (G18)';
COMMENT ON TABLE alert_config IS 'Alert configuration preferences (G18)';
