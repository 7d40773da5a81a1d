-- The size of a company's tenant; the local provider of a domain, and how far DMARC covers it.

ALTER TABLE companies ADD COLUMN tenant_size VARCHAR(50);

CREATE INDEX idx_companies_tenant_size ON companies (tenant_size);

ALTER TABLE domain_signals
    ADD COLUMN local_provider VARCHAR(255),
    ADD COLUMN dmarc_coverage INTEGER;

CREATE INDEX idx_domain_signals_dmarc_coverage ON domain_signals (dmarc_coverage);
CREATE INDEX idx_domain_signals_local_provider ON domain_signals (local_provider);

-- The new columns stand between others, which CREATE OR REPLACE VIEW cannot do.
DROP VIEW leads_ready;

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
