//! Whether a schema has something of a name that a person wrote.

use crate::object::{Kind, ObjectId};
use crate::snapshot::Snapshot;

impl Snapshot {
    /// Whether it holds a relation, a column or a routine of a name, be it written with its schema or without. Quotes, letter
    /// case and the arguments of a routine do not count, and a view has whatever columns a name says.
    ///
    /// ```
    /// # use hunter_schema::Snapshot;
    /// let rows = [r#"{"kind": "table", "name": "public.users"}"#, r#"{"kind": "column", "name": "public.users.id"}"#];
    /// let schema = Snapshot::from_rows(rows).unwrap();
    /// assert!(schema.names("users") && schema.names("public.users.id") && schema.names("Users.Id"));
    /// assert!(!schema.names("user") && !schema.names("users.ide") && !schema.names("id"));
    /// ```
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        let name = plain(name);
        self.objects().any(|(id, _)| {
            let is_view = matches!(id.kind, Kind::View | Kind::MaterializedView);
            let owner = name.rsplit_once('.').filter(|_| is_view);
            let counts = is_view || matches!(id.kind, Kind::Table | Kind::Column | Kind::Function);
            counts && (is(id, &name) || owner.is_some_and(|(owner, _)| is(id, owner)))
        })
    }
}

fn plain(name: &str) -> String {
    name.split('(').next().unwrap_or_default().replace('"', "").to_lowercase()
}

/// A name is the whole one, or all of it but the schema.
fn is(id: &ObjectId, name: &str) -> bool {
    let whole = plain(&id.name);
    // A column is not meant by its own name alone.
    let own =
        whole.split_once('.').map(|(_, own)| own).filter(|own| id.kind != Kind::Column || own.contains('.'));
    whole == name || own == Some(name)
}
