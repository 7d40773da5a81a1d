CREATE TABLE partner_center_referrals (
    id SERIAL,
    referral_id VARCHAR(255) NOT NULL,
    referral_type VARCHAR(50),
    company_name VARCHAR(255),
    domain VARCHAR(255),
    azure_tenant_id VARCHAR(255),
    status VARCHAR(50),
    raw_data JSONB,
    synced_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT partner_center_referrals_pkey PRIMARY KEY (id),
    CONSTRAINT uq_partner_center_referrals_referral_id UNIQUE (referral_id)
);

CREATE INDEX idx_partner_center_referrals_domain ON partner_center_referrals (domain);
CREATE INDEX idx_partner_center_referrals_status ON partner_center_referrals (status);
CREATE INDEX idx_partner_center_referrals_synced_at ON partner_center_referrals (synced_at);
CREATE INDEX idx_partner_center_referrals_tenant_id ON partner_center_referrals (azure_tenant_id);
CREATE INDEX idx_partner_center_referrals_type ON partner_center_referrals (referral_type);
-- Stands beside the unique constraint on the same column, as in v1.0.
CREATE UNIQUE INDEX ix_partner_center_referrals_referral_id ON partner_center_referrals (referral_id);

COMMENT ON TABLE partner_center_referrals IS 'Partner Center referral lifecycle tracking';
