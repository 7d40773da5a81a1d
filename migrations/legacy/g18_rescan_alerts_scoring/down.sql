DROP TABLE alert_config;
DROP TABLE alerts;
DROP TABLE score_change_history;
DROP TABLE signal_change_history;
