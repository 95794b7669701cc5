//! From a path in one module to the module that defines what it names.

use std::collections::BTreeMap;

use crate::source::{Import, Module, Names};

/// An arrow: a module names something that another one defines.
pub(crate) struct Arrow {
    pub(crate) from: Names,
    pub(crate) to: Names,
    /// The file and line that name it.
    pub(crate) witness: String,
}

/// Every arrow between two modules of a crate. What a module re-exports of its own descendants is
/// a place in the tree, not a use.
pub(crate) fn arrows(modules: &[Module]) -> Vec<Arrow> {
    let tree = Tree::of(modules);
    let mut arrows = Vec::new();
    for (from, module) in modules.iter().enumerate() {
        let mut add = |to: usize, line: usize| {
            if to != from {
                let witness = format!("{}:{line}", module.file.display());
                let (from, to) = (module.path.clone(), modules[to].path.clone());
                arrows.push(Arrow { from, to, witness });
            }
        };
        for Import { path, line, is_reexport, .. } in &module.imports {
            let Some(found) = tree.resolve(from, path, 0) else { continue };
            let is_below = modules[found.module()].path.starts_with(&module.path);
            if !(*is_reexport && is_below) {
                add(found.module(), *line);
            }
        }
        for (path, line) in &module.mentions {
            match tree.resolve(from, path, 0) {
                // A single name is a variable or a field where no item has it.
                Some(Found::Module(_)) if path.len() == 1 => {}
                Some(found) => add(found.module(), *line),
                None => {}
            }
        }
    }
    arrows
}

#[derive(Clone, Copy)]
enum Found {
    Module(usize),
    /// An item of this module.
    Item(usize),
}

impl Found {
    fn module(self) -> usize {
        match self {
            Found::Module(module) | Found::Item(module) => module,
        }
    }
}

struct Tree<'a> {
    modules: &'a [Module],
    places: BTreeMap<&'a [String], usize>,
}

/// Imports that lead to each other are followed so far.
const FAR: usize = 8;

impl<'a> Tree<'a> {
    fn of(modules: &'a [Module]) -> Self {
        let places = modules.iter().enumerate().map(|(at, module)| (&module.path[..], at));
        Self { modules, places: places.collect() }
    }

    /// What a path in module `from` names; nothing if it begins outside of this crate.
    fn resolve(&self, from: usize, path: &[String], far: usize) -> Option<Found> {
        let mut at = Found::Module(from);
        for (i, name) in path.iter().enumerate() {
            let Found::Module(module) = at else { break };
            at = match name.as_str() {
                "crate" if i == 0 => Found::Module(*self.places.get(&[][..])?),
                "self" if i == 0 => at,
                "super" => {
                    let (_, parent) = self.modules[module].path.split_last()?;
                    Found::Module(*self.places.get(parent)?)
                }
                _ => match self.step(module, name, i + 1 == path.len(), far) {
                    Some(found) => found,
                    None if i == 0 => return None,
                    // Defined by a macro, or brought in from another crate.
                    None => Found::Item(module),
                },
            };
        }
        Some(at)
    }

    /// What a name is in a module: an item, a module below it, or an import of either.
    fn step(&self, at: usize, name: &str, is_last: bool, far: usize) -> Option<Found> {
        let module = &self.modules[at];
        let below: Names = module.path.iter().cloned().chain([name.to_owned()]).collect();
        let item = module.defined.contains(name).then_some(Found::Item(at));
        let below = self.places.get(&below[..]).map(|&below| Found::Module(below));
        let named = |import: &&Import| import.name.as_deref() == Some(name);
        let import = module.imports.iter().find(named).filter(|_| far < FAR);
        let follow = |import: &Import| self.resolve(at, &import.path, far + 1);
        let import = || import.map(|import| follow(import).unwrap_or(Found::Item(at)));
        // A function may have the name of a module, which is meant where the path goes on.
        let here =
            if is_last { item.or_else(import).or(below) } else { below.or(item).or_else(import) };
        if here.is_some() || far == FAR {
            return here;
        }
        let mut globs = module.imports.iter().filter(|import| import.name.is_none());
        globs.find_map(|import| match follow(import) {
            Some(Found::Module(all)) if all != at => self.step(all, name, is_last, far + 1),
            _ => None,
        })
    }
}
