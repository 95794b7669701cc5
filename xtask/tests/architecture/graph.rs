//! Circles among arrows: strongly connected components, each with its shortest way round.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;

use crate::resolve::Arrow;

/// What points at what, each arrow with its first witness.
pub(crate) type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// Nodes that all lead to each other.
pub(crate) struct Circle {
    pub(crate) members: Vec<String>,
    /// The shortest way round, and the witness of each step; it ends where it begins.
    steps: Vec<(String, String)>,
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { members, steps } = self;
        let mut way: Vec<&str> = steps.iter().map(|(node, _)| node.as_str()).collect();
        way.push(way[0]);
        if members.len() > steps.len() {
            writeln!(
                f,
                "{} in a circle: {}; the shortest way round:",
                members.len(),
                members.join(", ")
            )?;
        }
        writeln!(f, "{}", way.join(" -> "))?;
        for (step, (_, witness)) in way.windows(2).zip(steps) {
            writeln!(f, "    {} -> {}  {witness}", step[0], step[1])?;
        }
        Ok(())
    }
}

/// The arrows of a crate, level by level: at each module, between what it defines itself and the
/// modules directly below it, with all that is below them.
pub(crate) fn levels(arrows: &[Arrow]) -> Vec<Graph> {
    let mut levels: BTreeMap<&[String], Graph> = BTreeMap::new();
    for Arrow { from, to, witness } in arrows {
        let shared = from.iter().zip(to).take_while(|(from, to)| from == to).count();
        let node = |path: &[String]| match &path[..path.len().min(shared + 1)] {
            [] => "crate".to_owned(),
            node => node.join("::"),
        };
        let level = levels.entry(&from[..shared]).or_default();
        let arrows = level.entry(node(from)).or_default();
        arrows.entry(node(to)).or_insert_with(|| witness.clone());
    }
    levels.into_values().collect()
}

/// Every circle of a graph.
pub(crate) fn circles(graph: &Graph) -> Vec<Circle> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        graph.keys().map(|node| (node, reached(graph, node))).collect();
    let leads = |from: &String, to: &String| reached.get(from).is_some_and(|all| all.contains(to));
    let mut placed: BTreeSet<&String> = BTreeSet::new();
    let mut circles = Vec::new();
    for node in graph.keys() {
        if placed.contains(node) || !leads(node, node) {
            continue;
        }
        let members: Vec<&String> =
            graph.keys().filter(|other| leads(node, other) && leads(other, node)).collect();
        placed.extend(&members);
        let ways = members.iter().map(|member| way_round(graph, member));
        let steps = ways.min_by_key(Vec::len).unwrap_or_default();
        circles.push(Circle { members: members.into_iter().cloned().collect(), steps });
    }
    circles
}

/// What can be reached from a node by one arrow or more.
fn reached<'a>(graph: &'a Graph, node: &String) -> BTreeSet<&'a String> {
    let mut all = BTreeSet::new();
    let mut open: Vec<&String> = graph[node].keys().collect();
    while let Some(node) = open.pop() {
        if all.insert(node) {
            open.extend(graph.get(node).into_iter().flat_map(BTreeMap::keys));
        }
    }
    all
}

/// The shortest way from a node that lies on a circle back to itself.
fn way_round(graph: &Graph, node: &String) -> Vec<(String, String)> {
    let mut before: BTreeMap<&String, &String> = BTreeMap::new();
    let mut open = VecDeque::from([node]);
    while let Some(at) = open.pop_front().filter(|_| !before.contains_key(node)) {
        for next in graph.get(at).into_iter().flat_map(BTreeMap::keys) {
            if !before.contains_key(next) {
                before.insert(next, at);
                open.push_back(next);
            }
        }
    }
    let mut steps = Vec::new();
    let mut at = node;
    while steps.is_empty() || at != node {
        let from = before[at];
        steps.push((from.clone(), graph[from][at].clone()));
        at = from;
    }
    steps.reverse();
    steps
}
