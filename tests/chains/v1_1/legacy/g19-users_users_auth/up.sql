-- Who signs in. Two of the indexes repeat what the unique constraints have; both are in v1.0.

CREATE TABLE users (
    id SERIAL,
    microsoft_id VARCHAR(255) NOT NULL,
    email VARCHAR(255) NOT NULL,
    display_name VARCHAR(255),
    first_name VARCHAR(100),
    last_name VARCHAR(100),
    refresh_token_encrypted TEXT,
    last_login_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_microsoft_id_key UNIQUE (microsoft_id)
);

CREATE INDEX idx_users_email ON users (email);
CREATE INDEX idx_users_last_login_at ON users (last_login_at);
CREATE INDEX idx_users_microsoft_id ON users (microsoft_id);
