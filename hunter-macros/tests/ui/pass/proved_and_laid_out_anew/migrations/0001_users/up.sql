/* Who may log in, */ CREATE TABLE users
(
    id    INTEGER PRIMARY KEY, -- since 2026
    email TEXT
);
