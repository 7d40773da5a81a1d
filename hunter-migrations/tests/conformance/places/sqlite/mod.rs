//! Broken scripts on SQLite. The engine tells no place, but the word for what it cannot make sense of; for everything
//! else the statement is told.

mod bodies;
mod names;
mod rows;
mod text;
mod way_down;
