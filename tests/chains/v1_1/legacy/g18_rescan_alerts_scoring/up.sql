-- What changed when a domain was scanned again, and who is told of it.

CREATE TABLE signal_change_history (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    signal_type VARCHAR(50) NOT NULL,
    old_value TEXT,
    new_value TEXT,
    changed_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT signal_change_history_pkey PRIMARY KEY (id),
    CONSTRAINT signal_change_history_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX idx_signal_change_history_changed_at ON signal_change_history (changed_at);
CREATE INDEX idx_signal_change_history_domain ON signal_change_history (domain);
CREATE INDEX idx_signal_change_history_signal_type ON signal_change_history (signal_type);

COMMENT ON TABLE signal_change_history IS 'History of signal changes (SPF, DKIM, DMARC, MX) (G18)';

CREATE TABLE score_change_history (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    old_score INTEGER,
    new_score INTEGER,
    old_segment VARCHAR(50),
    new_segment VARCHAR(50),
    changed_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT score_change_history_pkey PRIMARY KEY (id),
    CONSTRAINT score_change_history_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX idx_score_change_history_changed_at ON score_change_history (changed_at);
CREATE INDEX idx_score_change_history_domain ON score_change_history (domain);

COMMENT ON TABLE score_change_history IS 'History of score and segment changes (G18)';

CREATE TABLE alerts (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    alert_type VARCHAR(50) NOT NULL,
    alert_message TEXT NOT NULL,
    status VARCHAR(50) DEFAULT 'pending',
    notification_method VARCHAR(50),
    sent_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT alerts_pkey PRIMARY KEY (id),
    CONSTRAINT alerts_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX idx_alerts_alert_type ON alerts (alert_type);
CREATE INDEX idx_alerts_created_at ON alerts (created_at);
CREATE INDEX idx_alerts_domain ON alerts (domain);
CREATE INDEX idx_alerts_status ON alerts (status);

COMMENT ON TABLE alerts IS 'Generated alerts for domain changes (G18)';

CREATE TABLE alert_config (
    id SERIAL,
    user_id VARCHAR(255) DEFAULT 'default',
    alert_type VARCHAR(50) NOT NULL,
    notification_method VARCHAR(50) NOT NULL,
    enabled BOOLEAN DEFAULT TRUE,
    frequency VARCHAR(50) DEFAULT 'immediate',
    webhook_url TEXT,
    email_address VARCHAR(255),
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT alert_config_pkey PRIMARY KEY (id),
    CONSTRAINT alert_config_user_id_alert_type_notification_method_key
        UNIQUE (user_id, alert_type, notification_method)
);

CREATE INDEX idx_alert_config_alert_type ON alert_config (alert_type);
CREATE INDEX idx_alert_config_enabled ON alert_config (enabled);
CREATE INDEX idx_alert_config_user_id ON alert_config (user_id);

COMMENT ON TABLE alert_config IS 'Alert configuration preferences (G18)';
