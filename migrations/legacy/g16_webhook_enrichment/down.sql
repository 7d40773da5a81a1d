-- The view reads the columns that go.
DROP VIEW leads_ready;

DROP INDEX idx_companies_contact_quality_score;

ALTER TABLE companies
    DROP COLUMN linkedin_pattern,
    DROP COLUMN contact_quality_score,
    DROP COLUMN contact_emails;

-- The table that refers to the other one goes before it.
DROP TABLE webhook_retries;
DROP TABLE api_keys;

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
