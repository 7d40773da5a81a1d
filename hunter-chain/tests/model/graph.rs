//! A graph of revisions as the model sees it, and the files that say the same.

use std::fmt;

use hunter_chain::SourceTree;

use crate::set::Set;

/// One revision. Links name earlier nodes only.
pub(crate) struct Node {
    pub(crate) id: String,
    /// Its directory's name.
    pub(crate) directory: String,
    pub(crate) parents: Set,
    pub(crate) depends_on: Set,
    pub(crate) labels: Vec<String>,
}

/// Nodes in an order that has nothing to do with their ids.
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    /// Who stands on each, and who needs it.
    children: Vec<Set>,
    needed_by: Vec<Set>,
    /// Whether links are written down, or follow from the ids as Diesel has it.
    pub(crate) written: bool,
}

impl Graph {
    pub(crate) fn new(written: bool) -> Self {
        Self { nodes: Vec::new(), children: Vec::new(), needed_by: Vec::new(), written }
    }

    pub(crate) fn add(&mut self, node: Node) {
        let own = Set::one(self.nodes.len());
        node.parents.iter().for_each(|to| self.children[to] = self.children[to] | own);
        (node.parents | node.depends_on).iter().for_each(|to| self.needed_by[to] = self.needed_by[to] | own);
        self.children.push(Set::NONE);
        self.needed_by.push(Set::NONE);
        self.nodes.push(node);
    }

    pub(crate) fn all(&self) -> Set {
        Set::of(0..self.nodes.len())
    }

    pub(crate) fn parents(&self, at: usize) -> Set {
        self.nodes[at].parents
    }

    pub(crate) fn children(&self, at: usize) -> Set {
        self.children[at]
    }

    pub(crate) fn needs(&self, at: usize) -> Set {
        self.nodes[at].parents | self.nodes[at].depends_on
    }

    pub(crate) fn needed_by(&self, at: usize) -> Set {
        self.needed_by[at]
    }

    pub(crate) fn heads(&self) -> Set {
        Set::of(self.all().iter().filter(|at| self.children(*at).is_empty()))
    }

    pub(crate) fn bases(&self) -> Set {
        Set::of(self.all().iter().filter(|at| self.parents(*at).is_empty()))
    }

    /// The nodes and all they need.
    pub(crate) fn below(&self, seeds: Set) -> Set {
        closure(seeds, &|at| self.needs(at))
    }

    /// The nodes and all that need them.
    pub(crate) fn above(&self, seeds: Set) -> Set {
        closure(seeds, &|at| self.needed_by(at))
    }

    /// Everything a revision descends from or that descends from it, by `down_revision`.
    pub(crate) fn kin(&self, at: usize) -> Set {
        closure(Set::one(at), &|at| self.parents(at)) | closure(Set::one(at), &|at| self.children(at))
    }

    /// The line of a label declared there: what stands on it, and the straight way down from it.
    pub(crate) fn line_declared_at(&self, at: usize) -> Set {
        Set::one(at) | closure(Set::one(at), &|at| self.children(at)) | self.straight_down(at)
    }

    fn straight_down(&self, at: usize) -> Set {
        if self.children(at).len() > 1 || self.parents(at).len() > 1 {
            return Set::NONE;
        }
        let rest = self.parents(at).only().map_or(Set::NONE, |parent| self.straight_down(parent));
        Set::one(at) | rest
    }

    /// The directory, its files inserted in this order of nodes.
    pub(crate) fn tree(&self, order: &[usize]) -> SourceTree {
        let mut tree = SourceTree::of("m", &[("hunter.toml", "dialects = \"sqlite\"")]);
        for at in order {
            let (node, list) = (&self.nodes[*at], |set| format!("{:?}", self.ids(set)));
            let base = node.parents.is_empty();
            let parents = if base { "\"base\"".to_owned() } else { list(node.parents) };
            let mut meta =
                format!("branch_labels = {:?}\ndepends_on = {}\n", node.labels, list(node.depends_on));
            if self.written {
                meta += &format!("down_revision = {parents}\n");
            }
            for (file, text) in [("metadata.toml", &*meta), ("up.sql", "select 1"), ("down.sql", "select 2")]
            {
                tree.insert(format!("{}/{file}", node.directory), text.as_bytes().to_vec());
            }
        }
        tree
    }

    pub(crate) fn ids(&self, set: Set) -> Vec<&str> {
        set.iter().map(|at| self.nodes[at].id.as_str()).collect()
    }

    pub(crate) fn at(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }
}

fn closure(seeds: Set, next: &dyn Fn(usize) -> Set) -> Set {
    let more = seeds.iter().fold(seeds, |set, at| set | next(at));
    if more == seeds { seeds } else { closure(more, next) }
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for node in &self.nodes {
            let (parents, needs) = (self.ids(node.parents).join(" "), self.ids(node.depends_on).join(" "));
            writeln!(f, "  {parents} <- {} {:?}; needs {needs}", node.id, node.labels)?;
        }
        Ok(())
    }
}
