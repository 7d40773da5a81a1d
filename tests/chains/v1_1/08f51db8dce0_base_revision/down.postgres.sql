DROP VIEW leads_ready;

-- The tables that refer to another one go before it.
DROP TABLE alert_config;
DROP TABLE alerts;
DROP TABLE score_change_history;
DROP TABLE signal_change_history;
DROP TABLE favorites;
DROP TABLE tags;
DROP TABLE notes;
DROP TABLE webhook_retries;
DROP TABLE api_keys;
DROP TABLE users;
DROP TABLE lead_scores;
DROP TABLE domain_signals;
DROP TABLE companies;
DROP TABLE raw_leads;
