-- The view reads the columns that go.
DROP VIEW leads_ready;

DROP INDEX idx_domain_signals_local_provider;
DROP INDEX idx_domain_signals_dmarc_coverage;
DROP INDEX idx_companies_tenant_size;

ALTER TABLE domain_signals
    DROP COLUMN dmarc_coverage,
    DROP COLUMN local_provider;

ALTER TABLE companies DROP COLUMN tenant_size;

CREATE VIEW leads_ready AS
SELECT
    c.id AS company_id,
    c.canonical_name,
    c.domain,
    c.provider,
    c.country,
    c.contact_emails,
    c.contact_quality_score,
    c.linkedin_pattern,
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
