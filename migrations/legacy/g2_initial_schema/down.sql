DROP VIEW leads_ready;

-- The tables that refer to another one go before it.
DROP TABLE lead_scores;
DROP TABLE domain_signals;
DROP TABLE companies;
DROP TABLE raw_leads;
