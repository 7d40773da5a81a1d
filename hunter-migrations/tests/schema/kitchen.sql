create table orgs (
    id integer primary key autoincrement,
    slug text collate nocase not null unique,
    parent int references orgs on delete cascade
);
create table users (
    id integer primary key,
    org int not null constraint users_org references orgs (id) on update cascade on delete set null deferrable initially deferred,
    email varchar(255) not null default 'nobody@example.com',
    name text,
    age int check (age > 0),
    score numeric(10, 2) default (1 + 2),
    active boolean not null default true,
    created text not null default current_timestamp,
    upper_name text generated always as (upper(name)) virtual,
    double_age int as (age * 2) stored,
    constraint users_email unique (email collate nocase),
    unique (org, name) on conflict ignore,
    constraint users_name check (length(name) > 1 and name <> 'x''y')
);
create table pairs (a int, b text, c blob, primary key (a, b desc)) without rowid;
create table typed (id int primary key, any_value any, amount real not null on conflict replace default 0) strict;
create table pair_notes (a int, b text, note text, foreign key (a, b) references pairs (a, b) on delete restrict);
create table "my table" ("my column" text, "select" int, [a.b] text);
create virtual table search using fts5(title, body, tokenize = 'porter ascii');
create index users_by_name on users (name collate nocase desc, lower(email)) where active and name is not null;
create unique index users_by_age on users (age, id);
create view adults as select u.id, u.email as mail from users u where u.age >= 18;
create view named (one, two) as select a, b from pairs;
create trigger users_audit after update of name, email on users for each row when new.name <> old.name
begin insert into pair_notes (note) values ('renamed ' || old.name); delete from pairs where a = old.id; end;
create trigger users_guard before delete on users begin select raise(abort, 'no'); end;
create trigger adults_insert instead of insert on adults begin insert into users (org, email) values (1, new.mail); end;
