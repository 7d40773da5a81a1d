DROP TABLE favorites;
DROP TABLE tags;
DROP TABLE notes;
