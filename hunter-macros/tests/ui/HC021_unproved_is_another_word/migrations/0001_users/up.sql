-- People who may log in.
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
