-- What people write about a domain.

CREATE TABLE notes (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    note TEXT NOT NULL,
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT notes_pkey PRIMARY KEY (id),
    CONSTRAINT notes_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX idx_notes_created_at ON notes (created_at);
CREATE INDEX idx_notes_domain ON notes (domain);

COMMENT ON TABLE notes IS 'User notes for domains (G17: CRM-lite)';

CREATE TABLE tags (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    tag VARCHAR(100) NOT NULL,
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT tags_pkey PRIMARY KEY (id),
    CONSTRAINT tags_domain_tag_key UNIQUE (domain, tag),
    CONSTRAINT tags_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX idx_tags_domain ON tags (domain);
CREATE INDEX idx_tags_domain_tag ON tags (domain, tag);
CREATE INDEX idx_tags_tag ON tags (tag);

COMMENT ON TABLE tags IS 'Tags for domains with auto-tagging support (G17: CRM-lite)';

CREATE TABLE favorites (
    id SERIAL,
    domain VARCHAR(255) NOT NULL,
    user_id VARCHAR(255) NOT NULL,
    created_at TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT favorites_pkey PRIMARY KEY (id),
    CONSTRAINT favorites_domain_user_id_key UNIQUE (domain, user_id),
    CONSTRAINT favorites_domain_fkey FOREIGN KEY (domain)
        REFERENCES companies (domain) ON DELETE CASCADE
);

CREATE INDEX idx_favorites_domain ON favorites (domain);
CREATE INDEX idx_favorites_domain_user_id ON favorites (domain, user_id);
CREATE INDEX idx_favorites_user_id ON favorites (user_id);

COMMENT ON TABLE favorites IS 'User favorites for domains, session-based (G17: CRM-lite)';
