DROP TABLE ip_enrichment;
