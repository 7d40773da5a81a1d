-- The view reads the columns that go.
DROP VIEW leads_ready;

-- DROP COLUMN needs SQLite 3.35 and no index on the column.
DROP INDEX idx_lead_scores_technical_heat;
DROP INDEX idx_lead_scores_priority_category;
DROP INDEX idx_lead_scores_commercial_segment;
DROP INDEX idx_lead_scores_commercial_heat;

ALTER TABLE lead_scores DROP COLUMN priority_label;
ALTER TABLE lead_scores DROP COLUMN priority_category;
ALTER TABLE lead_scores DROP COLUMN commercial_heat;
ALTER TABLE lead_scores DROP COLUMN commercial_segment;
ALTER TABLE lead_scores DROP COLUMN technical_heat;

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
