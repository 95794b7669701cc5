//! What each module of a crate defines, imports and names, read from its files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, UseTree, Visibility};

use crate::item::{Variables, attributes_and_name, is_test, is_variable};
use crate::tokens;

/// Names joined by `::`, as they stand in the source.
pub(crate) type Names = Vec<String>;

/// The text of each file, by its path below the folder of its crate's root file.
pub(crate) type Files = BTreeMap<PathBuf, String>;

/// A file, or a `mod` with braces.
#[derive(Default)]
pub(crate) struct Module {
    /// From the crate's root, whose path is empty.
    pub(crate) path: Names,
    pub(crate) file: PathBuf,
    /// Items, but not modules and imports.
    pub(crate) defined: BTreeSet<String>,
    pub(crate) imports: Vec<Import>,
    /// Paths in expressions, types, patterns and the tokens of macros, with their lines.
    pub(crate) mentions: Vec<(Names, usize)>,
}

/// One name, or all names of a module, brought in by `use`.
pub(crate) struct Import {
    /// What it is called here; none for `*`.
    pub(crate) name: Option<String>,
    pub(crate) path: Names,
    pub(crate) line: usize,
    pub(crate) is_reexport: bool,
}

/// The modules of one crate. Every file is a module, whether `mod` or a macro declares it, except
/// those that are compiled for tests alone.
///
/// # Panics
/// If a file is not Rust.
pub(crate) fn modules(files: &Files) -> Vec<Module> {
    let mut reader = Reader::default();
    for (file, text) in files {
        let syntax = syn::parse_file(text)
            .unwrap_or_else(|error| panic!("{} cannot be parsed: {error}", file.display()));
        reader.modules.push(Module {
            path: path_of(file),
            file: file.clone(),
            ..Module::default()
        });
        reader.current = reader.modules.len() - 1;
        reader.visit_file(&syntax);
    }
    let Reader { mut modules, for_tests, .. } = reader;
    modules.retain(|module| !for_tests.iter().any(|test| module.path.starts_with(test)));
    modules
}

/// `a/b.rs` and `a/b/mod.rs` are `a::b`; `lib.rs` and `main.rs` are the root.
fn path_of(file: &Path) -> Names {
    let names = file.with_extension("");
    let mut names: Names = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let is_root = names.len() == 1 && ["lib", "main"].contains(&names[0].as_str());
    if is_root || names.last().is_some_and(|name| name == "mod") {
        names.pop();
    }
    names
}

#[derive(Default)]
struct Reader {
    modules: Vec<Module>,
    /// The module whose items are being read.
    current: usize,
    /// Modules declared for tests alone.
    for_tests: Vec<Names>,
    /// The variables of the functions being read, which hide items of the same name.
    variables: Vec<BTreeSet<String>>,
}

impl Reader {
    fn mention(&mut self, path: Names, line: usize) {
        let is_variable = path.len() == 1 && self.variables.iter().any(|of| of.contains(&path[0]));
        if !is_variable {
            self.modules[self.current].mentions.push((path, line));
        }
    }

    fn import(&mut self, tree: &UseTree, before: &[String], is_reexport: bool) {
        let mut path = before.to_vec();
        let (name, ident) = match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.unraw().to_string());
                return self.import(&tree.tree, &path, is_reexport);
            }
            UseTree::Group(tree) => {
                return tree.items.iter().for_each(|tree| self.import(tree, before, is_reexport));
            }
            UseTree::Glob(tree) => (None, Ident::new("self", tree.star_token.spans[0])),
            UseTree::Name(tree) => (Some(&tree.ident), tree.ident.clone()),
            UseTree::Rename(tree) => (Some(&tree.rename), tree.ident.clone()),
        };
        if ident != "self" || path.is_empty() {
            path.push(ident.unraw().to_string());
        }
        // `a::{self}` is called `a`.
        let name = name.map(|name| {
            if name == "self" { path[path.len() - 1].clone() } else { name.unraw().to_string() }
        });
        let line = ident.span().start().line;
        self.modules[self.current].imports.push(Import { name, path, line, is_reexport });
    }

    /// Reads a function, in which its variables hide what has their names.
    fn function(&mut self, variables: Variables, read: impl FnOnce(&mut Self)) {
        self.variables.push(variables.0);
        read(self);
        self.variables.pop();
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, ident) = attributes_and_name(item);
        let is_for_tests = attributes.iter().any(is_test);
        if let Item::Mod(module) = item {
            let mut path = self.modules[self.current].path.clone();
            path.push(module.ident.unraw().to_string());
            if is_for_tests {
                self.for_tests.push(path);
            } else if let Some((_, items)) = &module.content {
                let file = self.modules[self.current].file.clone();
                let outer = self.current;
                self.current = self.modules.len();
                self.modules.push(Module { path, file, ..Module::default() });
                for item in items {
                    self.visit_item(item);
                }
                self.current = outer;
            }
        } else if !is_for_tests {
            let is_in_function = !self.variables.is_empty();
            let name = ident.filter(|_| !is_in_function).map(|name| name.unraw().to_string());
            self.modules[self.current].defined.extend(name);
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_reexport = !matches!(item.vis, Visibility::Inherited);
        if item.leading_colon.is_none() {
            self.import(&item.tree, &[], is_reexport);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let variables = Variables::of(|all| all.visit_item_fn(item));
        self.function(variables, |reader| visit::visit_item_fn(reader, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !item.attrs.iter().any(is_test) {
            let variables = Variables::of(|all| all.visit_impl_item_fn(item));
            self.function(variables, |reader| visit::visit_impl_item_fn(reader, item));
        }
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        let variables = Variables::of(|all| all.visit_trait_item_fn(item));
        self.function(variables, |reader| visit::visit_trait_item_fn(reader, item));
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.unraw().to_string();
        // A constant or a variant without fields looks like a variable.
        if !is_variable(&name) {
            self.mention(vec![name], pattern.ident.span().start().line);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let names = path.segments.iter().map(|segment| segment.ident.unraw().to_string());
            self.mention(names.collect(), path.segments[0].ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.visit_path(&mac.path);
        for (path, line) in tokens::paths(mac.tokens.clone()) {
            self.mention(path, line);
        }
    }

    /// Documentation names what it likes. What serde is told in a string is called.
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let syn::Meta::List(list) = &attribute.meta else { return };
        if attribute.path().is_ident("serde") {
            for (path, line) in tokens::quoted_paths(list.tokens.clone()) {
                self.mention(path, line);
            }
        }
    }
}
