//! Broken scripts on PostgreSQL. The server tells the character for what it cannot make sense of; of what fails while
//! running, the statement is told.

mod bodies;
mod names;
mod rows;
mod text;
mod way_down;
