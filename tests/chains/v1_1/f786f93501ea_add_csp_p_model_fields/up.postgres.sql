-- The new columns stand before score_updated_at, which CREATE OR REPLACE VIEW cannot do.
DROP VIEW leads_ready;

ALTER TABLE lead_scores
    ADD COLUMN technical_heat VARCHAR(20),
    ADD COLUMN commercial_segment VARCHAR(50),
    ADD COLUMN commercial_heat VARCHAR(20),
    ADD COLUMN priority_category VARCHAR(10),
    ADD COLUMN priority_label VARCHAR(100);

CREATE INDEX idx_lead_scores_commercial_heat ON lead_scores (commercial_heat);
CREATE INDEX idx_lead_scores_commercial_segment ON lead_scores (commercial_segment);
CREATE INDEX idx_lead_scores_priority_category ON lead_scores (priority_category);
CREATE INDEX idx_lead_scores_technical_heat ON lead_scores (technical_heat);

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
    ls.technical_heat,
    ls.commercial_segment,
    ls.commercial_heat,
    ls.priority_category,
    ls.priority_label,
    ls.updated_at AS score_updated_at
FROM companies AS c
LEFT JOIN domain_signals AS ds ON c.domain = ds.domain
LEFT JOIN lead_scores AS ls ON c.domain = ls.domain;
