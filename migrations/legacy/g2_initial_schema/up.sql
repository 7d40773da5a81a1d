-- What came in, the companies made of it, and what DNS and WHOIS say of each: the first schema of v1.0.

CREATE TABLE raw_leads (
    id SERIAL,
    source VARCHAR(50) NOT NULL,
    company_name VARCHAR(255),
    email VARCHAR(255),
    website VARCHAR(255),
    domain VARCHAR(255) NOT NULL,
    payload JSONB,
    ingested_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT raw_leads_pkey PRIMARY KEY (id)
);

CREATE INDEX idx_raw_leads_domain ON raw_leads (domain);
CREATE INDEX idx_raw_leads_ingested_at ON raw_leads (ingested_at);
CREATE INDEX idx_raw_leads_source ON raw_leads (source);

COMMENT ON TABLE raw_leads IS 'Raw ingested data from various sources';

-- idx_companies_domain repeats what companies_domain_key has; both are in v1.0.
CREATE TABLE companies (
    id SERIAL,
    canonical_name VARCHAR(255) NOT NULL,
    domain VARCHAR(255) NOT NULL,
    provider VARCHAR(50),
    country VARCHAR(2),
    updated_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT companies_pkey PRIMARY KEY (id),
    CONSTRAINT companies_domain_key UNIQUE (domain)
);

CREATE INDEX idx_companies_domain ON companies (domain);
CREATE INDEX idx_companies_provider ON companies (provider);
CREATE INDEX idx_companies_updated_at ON companies (updated_at);

COMMENT ON TABLE companies IS 'Normalized company information with unique domain constraint';

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
    scan_status VARCHAR(50) DEFAULT 'pending',
    scanned_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT domain_signals_pkey PRIMARY KEY (id),
    CONSTRAINT domain_signals_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX idx_domain_signals_domain ON domain_signals (domain);
CREATE INDEX idx_domain_signals_mx_root ON domain_signals (mx_root);
CREATE INDEX idx_domain_signals_scan_status ON domain_signals (scan_status);
CREATE INDEX idx_domain_signals_scanned_at ON domain_signals (scanned_at);

COMMENT ON TABLE domain_signals IS 'DNS and WHOIS analysis results for domains';

CREATE TABLE lead_scores (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    readiness_score INTEGER NOT NULL,
    segment VARCHAR(50) NOT NULL,
    reason TEXT,
    updated_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT lead_scores_pkey PRIMARY KEY (id),
    CONSTRAINT lead_scores_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX idx_lead_scores_domain ON lead_scores (domain);
CREATE INDEX idx_lead_scores_readiness_score ON lead_scores (readiness_score);
CREATE INDEX idx_lead_scores_segment ON lead_scores (segment);
CREATE INDEX idx_lead_scores_updated_at ON lead_scores (updated_at);

COMMENT ON TABLE lead_scores IS 'Calculated readiness scores and segments for domains';

CREATE VIEW leads_ready AS
SELECT
    c.id AS company_id,
    c.canonical_name,
    c.domain,
    c.provider,
    c.country,
    c.updated_at AS company_updated_at,
    ds.id AS signal_id,
    ds.spf,
    ds.dkim,
    ds.dmarc_policy,
    ds.mx_root,
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

COMMENT ON VIEW leads_ready IS 'Combined view for querying ready leads with all related data';
