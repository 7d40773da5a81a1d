CREATE TABLE ip_enrichment (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    ip_address VARCHAR(45) NOT NULL,
    asn INTEGER,
    asn_org VARCHAR(255),
    isp VARCHAR(255),
    country VARCHAR(2),
    city VARCHAR(255),
    usage_type VARCHAR(32),
    is_proxy BOOLEAN,
    proxy_type VARCHAR(32),
    created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT ip_enrichment_pkey PRIMARY KEY (id),
    CONSTRAINT uq_ip_enrichment_domain_ip UNIQUE (domain, ip_address),
    CONSTRAINT ip_enrichment_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX ix_ip_enrichment_domain ON ip_enrichment (domain);
CREATE INDEX ix_ip_enrichment_ip ON ip_enrichment (ip_address);

COMMENT ON TABLE ip_enrichment IS 'IP enrichment data for domains (IP geolocation, ASN, proxy detection)';
