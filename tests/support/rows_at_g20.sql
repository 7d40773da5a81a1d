-- Rows in every table at g20: one company with all that can be known of it, one with what a row has by default. A
-- favorite was given the number that a half-finished move has for it, and is there twice, which is allowed by then.

insert into raw_leads (source, company_name, email, website, domain, payload, ingested_at) values
    ('csv', 'Fair Ltd', 'ann@fair.example', 'https://fair.example', 'fair.example', '{"row": 7}', '2025-11-01 08:00Z');
insert into raw_leads (source, domain) values ('webhook', 'plain.example');
insert into companies (canonical_name, domain, provider, country, updated_at, contact_emails, contact_quality_score,
        linkedin_pattern, tenant_size) values
    ('Fair Ltd', 'fair.example', 'M365', 'DE', '2025-11-02 08:00Z', '["ann@fair.example"]', 80, 'first.last', 'medium');
insert into companies (canonical_name, domain) values ('Plain', 'plain.example');
insert into domain_signals (domain, spf, dkim, dmarc_policy, mx_root, registrar, expires_at, nameservers, scan_status,
        scanned_at, local_provider, dmarc_coverage) values
    ('fair.example', true, false, 'reject', 'outlook.com', 'Registrar', '2027-01-01', '{ns1.fair.example,"n s"}',
        'success', '2025-11-02 09:00Z', 'Local', 100);
insert into domain_signals (domain) values ('plain.example');
insert into lead_scores (domain, readiness_score, segment, reason, updated_at) values
    ('fair.example', 75, 'Migration', 'has SPF', '2025-11-02 10:00Z');
insert into lead_scores (domain, readiness_score, segment) values ('plain.example', 0, 'Skip');
insert into users (microsoft_id, email, display_name, first_name, last_name, refresh_token_encrypted, last_login_at)
    values ('m-1', 'bea@host.example', 'Bea', 'Bea', 'Host', 'secret', '2025-11-03 08:00Z');
insert into users (microsoft_id, email, created_at, updated_at) values ('m-2', 'cem@host.example', null, null);
insert into api_keys (key_hash, name, rate_limit_per_minute, is_active, created_at, last_used_at, created_by) values
    ('hash', 'partner', 30, false, '2025-11-03 09:00Z', '2025-11-03 10:00Z', 'bea');
insert into webhook_retries (api_key_id, payload, domain, retry_count, next_retry_at, status, error_message) values
    (1, '{"domain": "fair.example"}', 'fair.example', 2, '2025-11-03 11:00Z', 'failed', 'timeout');
insert into webhook_retries (payload, created_at) values ('{}', null);
insert into notes (domain, note) values ('fair.example', 'called, will call back'), ('fair.example', '');
insert into tags (domain, tag) values ('fair.example', 'security-risk'), ('plain.example', 'security-risk');
insert into favorites (domain, user_id, user_id_new) values ('fair.example', 'session-1', 1);
insert into favorites (domain, user_id) values ('fair.example', 'session-1'), ('plain.example', 'session-2');
insert into signal_change_history (domain, signal_type, old_value, new_value) values
    ('fair.example', 'dmarc', null, 'reject');
insert into score_change_history (domain, old_score, new_score, old_segment, new_segment) values
    ('fair.example', null, 75, null, 'Migration');
insert into alerts (domain, alert_type, alert_message, notification_method, sent_at) values
    ('fair.example', 'mx_changed', 'MX changed', 'webhook', null),
    ('fair.example', 'dmarc_added', 'DMARC added', null, '2025-11-03 12:00Z');
insert into alert_config (alert_type, notification_method, webhook_url) values
    ('mx_changed', 'webhook', 'https://host.example/hook');
insert into alert_config (user_id, alert_type, notification_method, enabled, frequency, email_address) values
    ('bea', 'mx_changed', 'email', false, 'daily', 'bea@host.example');
