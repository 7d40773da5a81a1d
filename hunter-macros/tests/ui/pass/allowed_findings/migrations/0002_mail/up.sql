DROP TABLE letters;
SELECT FROM WHERE;
ALTER TYPE mood ADD VALUE 'calm';
UPDATE t SET word = 'calm';
