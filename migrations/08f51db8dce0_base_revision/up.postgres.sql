-- The schema of v1.0 as it stands, second indexes on the same column included.

CREATE TABLE raw_leads (
    id SERIAL,
    source VARCHAR(50) NOT NULL,
    company_name VARCHAR(255),
    email VARCHAR(255),
    website VARCHAR(255),
    domain VARCHAR(255) NOT NULL,
    payload JSONB,
    ingested_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT raw_leads_pkey PRIMARY KEY (id)
);

CREATE INDEX ix_raw_leads_domain ON raw_leads (domain);
CREATE INDEX ix_raw_leads_id ON raw_leads (id);
CREATE INDEX ix_raw_leads_source ON raw_leads (source);

-- The foreign keys on companies (domain) rest on the unique index ix_companies_domain.
CREATE TABLE companies (
    id SERIAL,
    canonical_name VARCHAR(255) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    provider VARCHAR(50),
    country VARCHAR(2),
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    contact_emails JSONB,
    contact_quality_score INTEGER,
    linkedin_pattern VARCHAR(255),
    tenant_size VARCHAR(50),
    CONSTRAINT companies_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_companies_contact_quality_score ON companies (contact_quality_score);
CREATE INDEX ix_companies_contact_quality_score ON companies (contact_quality_score);
CREATE UNIQUE INDEX ix_companies_domain ON companies (domain);
CREATE INDEX ix_companies_id ON companies (id);
CREATE INDEX ix_companies_provider ON companies (provider);
CREATE INDEX ix_companies_tenant_size ON companies (tenant_size);
CREATE INDEX ix_companies_updated_at ON companies (updated_at);

COMMENT ON COLUMN companies.contact_emails IS 'Array of contact email addresses (G16: Lead enrichment)';
COMMENT ON COLUMN companies.contact_quality_score IS 'Quality score 0-100 (G16: Lead enrichment)';
COMMENT ON COLUMN companies.linkedin_pattern IS 'Detected LinkedIn email pattern (G16: Lead enrichment)';

CREATE TABLE domain_signals (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    spf BOOLEAN,
    dkim BOOLEAN,
    dmarc_policy VARCHAR(50),
    mx_root VARCHAR(255),
    registrar VARCHAR(255),
    expires_at DATE,
    nameservers TEXT[],
    scan_status VARCHAR(50) NOT NULL DEFAULT 'pending',
    scanned_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    local_provider VARCHAR(255),
    dmarc_coverage INTEGER,
    CONSTRAINT domain_signals_pkey PRIMARY KEY (id),
    CONSTRAINT domain_signals_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_domain_signals_dmarc_coverage ON domain_signals (dmarc_coverage);
CREATE INDEX ix_domain_signals_domain ON domain_signals (domain);
CREATE INDEX ix_domain_signals_id ON domain_signals (id);
CREATE INDEX ix_domain_signals_local_provider ON domain_signals (local_provider);
CREATE INDEX ix_domain_signals_mx_root ON domain_signals (mx_root);
CREATE INDEX ix_domain_signals_scan_status ON domain_signals (scan_status);
CREATE INDEX ix_domain_signals_scanned_at ON domain_signals (scanned_at);

CREATE TABLE lead_scores (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    readiness_score INTEGER NOT NULL,
    segment VARCHAR(50) NOT NULL,
    reason TEXT,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT lead_scores_pkey PRIMARY KEY (id),
    CONSTRAINT lead_scores_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_lead_scores_domain ON lead_scores (domain);
CREATE INDEX ix_lead_scores_id ON lead_scores (id);
CREATE INDEX ix_lead_scores_readiness_score ON lead_scores (readiness_score);
CREATE INDEX ix_lead_scores_segment ON lead_scores (segment);
CREATE INDEX ix_lead_scores_updated_at ON lead_scores (updated_at);

CREATE TABLE users (
    id SERIAL,
    microsoft_id VARCHAR(255) NOT NULL,
    email VARCHAR(255) NOT NULL,
    display_name VARCHAR(255),
    first_name VARCHAR(100),
    last_name VARCHAR(100),
    refresh_token_encrypted TEXT,
    last_login_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_microsoft_id_key UNIQUE (microsoft_id)
);

CREATE TABLE api_keys (
    id SERIAL,
    key_hash VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL,
    rate_limit_per_minute INTEGER DEFAULT 60,
    is_active BOOLEAN DEFAULT TRUE,
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    last_used_at TIMESTAMPTZ,
    created_by VARCHAR(255),
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash)
);

CREATE INDEX idx_api_keys_is_active ON api_keys (is_active);
CREATE INDEX idx_api_keys_key_hash ON api_keys (key_hash);
CREATE INDEX idx_api_keys_last_used_at ON api_keys (last_used_at);

COMMENT ON TABLE api_keys IS 'API keys for webhook authentication (G16)';

CREATE TABLE webhook_retries (
    id SERIAL,
    api_key_id INTEGER,
    payload JSONB NOT NULL,
    domain VARCHAR(255),
    retry_count INTEGER DEFAULT 0,
    max_retries INTEGER DEFAULT 3,
    next_retry_at TIMESTAMPTZ,
    status VARCHAR(50) DEFAULT 'pending',
    error_message TEXT,
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    last_retry_at TIMESTAMPTZ,
    CONSTRAINT webhook_retries_pkey PRIMARY KEY (id),
    CONSTRAINT webhook_retries_api_key_id_fkey FOREIGN KEY (api_key_id)
        REFERENCES api_keys (id) ON DELETE SET NULL
);

CREATE INDEX idx_webhook_retries_api_key_id ON webhook_retries (api_key_id);
CREATE INDEX idx_webhook_retries_domain ON webhook_retries (domain);
CREATE INDEX idx_webhook_retries_next_retry_at ON webhook_retries (next_retry_at);
CREATE INDEX idx_webhook_retries_status ON webhook_retries (status);

COMMENT ON TABLE webhook_retries IS 'Failed webhook requests for retry with exponential backoff (G16)';

CREATE TABLE notes (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    note TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT notes_pkey PRIMARY KEY (id),
    CONSTRAINT notes_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_notes_created_at ON notes (created_at);
CREATE INDEX ix_notes_domain ON notes (domain);
CREATE INDEX ix_notes_id ON notes (id);

CREATE TABLE tags (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    tag VARCHAR(100) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT tags_pkey PRIMARY KEY (id),
    CONSTRAINT tags_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_tags_domain ON tags (domain);
CREATE INDEX ix_tags_id ON tags (id);

CREATE TABLE favorites (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    user_id VARCHAR(255) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT favorites_pkey PRIMARY KEY (id),
    CONSTRAINT favorites_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_favorites_domain ON favorites (domain);
CREATE INDEX ix_favorites_id ON favorites (id);
CREATE INDEX ix_favorites_user_id ON favorites (user_id);

CREATE TABLE signal_change_history (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    signal_type VARCHAR(50) NOT NULL,
    old_value TEXT,
    new_value TEXT,
    changed_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT signal_change_history_pkey PRIMARY KEY (id),
    CONSTRAINT signal_change_history_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_signal_change_history_changed_at ON signal_change_history (changed_at);
CREATE INDEX ix_signal_change_history_domain ON signal_change_history (domain);
CREATE INDEX ix_signal_change_history_id ON signal_change_history (id);
CREATE INDEX ix_signal_change_history_signal_type ON signal_change_history (signal_type);

CREATE TABLE score_change_history (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    old_score INTEGER,
    new_score INTEGER,
    old_segment VARCHAR(50),
    new_segment VARCHAR(50),
    changed_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT score_change_history_pkey PRIMARY KEY (id),
    CONSTRAINT score_change_history_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_score_change_history_changed_at ON score_change_history (changed_at);
CREATE INDEX ix_score_change_history_domain ON score_change_history (domain);
CREATE INDEX ix_score_change_history_id ON score_change_history (id);

CREATE TABLE alerts (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    alert_type VARCHAR(50) NOT NULL,
    alert_message TEXT NOT NULL,
    status VARCHAR(50) NOT NULL DEFAULT 'pending',
    notification_method VARCHAR(50),
    sent_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT alerts_pkey PRIMARY KEY (id),
    CONSTRAINT alerts_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_alerts_alert_type ON alerts (alert_type);
CREATE INDEX ix_alerts_created_at ON alerts (created_at);
CREATE INDEX ix_alerts_domain ON alerts (domain);
CREATE INDEX ix_alerts_id ON alerts (id);
CREATE INDEX ix_alerts_status ON alerts (status);

CREATE TABLE alert_config (
    id SERIAL,
    user_id VARCHAR(255) NOT NULL DEFAULT 'default',
    alert_type VARCHAR(50) NOT NULL,
    notification_method VARCHAR(50) NOT NULL,
    enabled BOOLEAN NOT NULL DEFAULT TRUE,
    frequency VARCHAR(50) NOT NULL DEFAULT 'immediate',
    webhook_url TEXT,
    email_address VARCHAR(255),
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT alert_config_pkey PRIMARY KEY (id)
);

CREATE INDEX ix_alert_config_alert_type ON alert_config (alert_type);
CREATE INDEX ix_alert_config_enabled ON alert_config (enabled);
CREATE INDEX ix_alert_config_id ON alert_config (id);
CREATE INDEX ix_alert_config_user_id ON alert_config (user_id);

CREATE VIEW leads_ready AS
SELECT
    c.id AS company_id,
    c.canonical_name,
    c.domain,
    c.provider,
    c.tenant_size,
    c.country,
    c.contact_emails,
    c.contact_quality_score,
    c.linkedin_pattern,
    c.updated_at AS company_updated_at,
    ds.id AS signal_id,
    ds.spf,
    ds.dkim,
    ds.dmarc_policy,
    ds.dmarc_coverage,
    ds.mx_root,
    ds.local_provider,
    ds.registrar,
    ds.expires_at,
    ds.nameservers,
    ds.scan_status,
    ds.scanned_at,
    ls.id AS score_id,
    ls.readiness_score,
    ls.segment,
    ls.reason,
    ls.updated_at AS score_updated_at
FROM companies AS c
LEFT JOIN domain_signals AS ds ON c.domain = ds.domain
LEFT JOIN lead_scores AS ls ON c.domain = ls.domain;
