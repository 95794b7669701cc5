//! `show`: one trial under the glass, by the streams that it has in the ledger.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use claims::{ClaimFile, Overlay};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, value_parser};
use experiment::{Configured, Entry, Run};
use mlp::{Names, Network, Simd};

use crate::catalogue::Catalogue;
use crate::completions::{self, Completions};
use crate::exit::exit;
use crate::failure::{Attempt, Failure, REGISTERED};
use crate::seen::{Seen, Trained};
use crate::single::{Chosen, Single};
use crate::{files, interrupt, own_data, terminal};

/// Every one of so many epochs is looked at, and later ones ever less often.
const DENSITY: usize = 60;

/// The whole of the binary.
pub fn main(catalogue: &'static Catalogue) -> ExitCode {
    let matches = command(catalogue).get_matches();
    exit(show(catalogue, &matches))
}

/// The command line: a subcommand for each experiment, with its arms and factors.
pub fn command(catalogue: &'static Catalogue) -> Command {
    let experiment = |entry: &'static Entry| {
        arguments(Command::new(entry.name).about(entry.summary().title.clone()), entry)
    };
    Completions::augment_args(Command::new("show"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Show one trial: its training step by step, its weights, its decision boundary")
        .after_help(
            "For example:  show xor_relu --arm relu --width 3 --seed 7\n\
             `show EXPERIMENT --help` lists its arms and factors.",
        )
        .subcommand_value_name("EXPERIMENT")
        .subcommand_help_heading("Experiments")
        .disable_help_subcommand(true)
        .subcommands(catalogue.experiments.iter().map(experiment))
}

/// What can be said of a trial of one experiment.
fn arguments(command: Command, entry: &'static Entry) -> Command {
    let file: Option<ClaimFile> = toml::from_str(entry.claim).ok();
    let option = |name: &'static str, value: &'static str, help: &str| {
        Arg::new(name).long(name).value_name(value).help(help.to_owned())
    };
    let listed = |what: &str, names: Vec<String>| format!("{what}: {}", names.join(", "));
    let arms = file.iter().flat_map(|file| file.arms.keys().cloned()).collect();
    let mut given = vec![option("arm", "ARM", &listed("Its arm (default: the first)", arms))];
    let data_sets = &entry.summary().data_sets;
    if !data_sets.is_empty() {
        let help = listed("Its data set (default: the first)", data_sets.clone());
        given.push(option("data-set", "NAME", &help));
    }
    for factor in entry.facts.factors {
        let levels = file.iter().filter_map(|file| file.factors.get(*factor)).flatten();
        let levels = levels.map(ToString::to_string).collect();
        let help = listed("Its level, one of these (default: the first) or another", levels);
        let level = option(factor, "LEVEL", &help).allow_negative_numbers(true);
        given.push(level.value_parser(value_parser!(i64)));
    }
    if own_data::has_digits(entry) {
        let help =
            "Put the examples of this CSV, of numbers and a class, in the place of the digits";
        given.push(option("data", "FILE", help).value_parser(value_parser!(PathBuf)));
        let help = "The column of --data that has the class (default: the last)";
        given.push(option("label", "COLUMN", help).requires("data"));
    }
    let help = "Train at this learning rate (default: the one that tuning chose)";
    let folder = "Write into DIR instead of target/show/EXPERIMENT";
    let set = option("set", "KEY=VALUE", "Change one value, as in --set settings.steps=100");
    command.args(given).args([
        option("seed", "N", "Its seed, from 0")
            .default_value("0")
            .value_parser(value_parser!(u64).range(..1 << 48)),
        option("learning-rate", "RATE", help).value_parser(value_parser!(f64)),
        option("training", "N", "Show the N-th network that the trial trains")
            .default_value("1")
            .value_parser(value_parser!(u16).range(1..)),
        option("frames", "N", "How many frames the animation has")
            .default_value("40")
            .value_parser(value_parser!(u16).range(2..=400)),
        set.action(ArgAction::Append),
        option("out", "DIR", folder).value_parser(value_parser!(PathBuf)),
        Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print all of it as JSON"),
    ])
}

fn show(catalogue: &'static Catalogue, matches: &ArgMatches) -> Result<u8, Failure> {
    if let Some(printed) = completions::printed(matches, &mut command(catalogue)) {
        return printed;
    }
    let which = || anyhow!("which experiment? As in `show xor_relu --arm relu`; --help lists them");
    let (name, matches) = matches.subcommand().with_context(which).usage()?;
    let entry = catalogue.entry(name)?;
    interrupt::listen()?;
    let set: Vec<String> = matches.get_many("set").into_iter().flatten().cloned().collect();
    let data = matches.try_get_one::<PathBuf>("data").ok().flatten();
    let label = matches.try_get_one::<String>("label").ok().flatten();
    let provide =
        |path: &PathBuf| own_data::provide(catalogue, entry, path, label.map(String::as_str));
    let own = data.map(provide).transpose()?;
    let own_data = own.as_ref().map(|(_, hash)| hash.clone());
    let overlay = Overlay { set, own_data, ..Overlay::default() };
    let configured = Configured::of(entry, &overlay).usage()?;
    let run = Run { configured: &configured, simd: Simd::from_environment().usage()? };
    let single = Single::of(catalogue, entry, &run, &chosen(entry, matches))?;
    let number = |name| matches.get_one::<u16>(name).map_or(1, |&n| usize::from(n));
    let (training, frames) = (number("training"), number("frames"));
    let (metrics, films) = run.filmed(single.at(), single.seed, frames.max(DENSITY));
    let film = films.get(training - 1);
    if film.is_none() && !films.is_empty() {
        let n = films.len();
        return Err(anyhow!("--training {training}: the trial has {n} training(s)")).usage();
    }
    let trained = film.map(|film| Trained::of(film, run.simd)).transpose()?;
    let seen = Seen {
        configured: &configured,
        single: &single,
        metrics: &metrics,
        trainings: films.len(),
        training,
        trained,
    };
    let folder = match matches.get_one::<PathBuf>("out") {
        Some(folder) => folder.clone(),
        None => files::workspace()?.join("target/show").join(name),
    };
    let names = write(&seen, &folder, frames)?;
    if matches.get_flag("json") {
        terminal::write(&seen.json())?;
        return Ok(REGISTERED);
    }
    if let Some((said, _)) = own {
        terminal::write(&format!("{said}\n"))?;
    }
    terminal::write(&seen.text(overlay.is_empty()))?;
    if !names.is_empty() {
        let names = names.join("\n  ");
        terminal::write(&format!("\n{}:\n  {names}\n", files::shown(&folder)))?;
    }
    Ok(REGISTERED)
}

/// What the command line says of the trial.
fn chosen(entry: &Entry, matches: &ArgMatches) -> Chosen {
    let level = |factor: &&'static str| (*factor, matches.get_one(factor).copied());
    Chosen {
        arm: matches.get_one("arm").cloned(),
        // No argument of an experiment without data sets.
        data_set: matches.try_get_one("data-set").ok().flatten().cloned(),
        levels: entry.facts.factors.iter().map(level).collect(),
        learning_rate: matches.get_one("learning-rate").copied(),
        seed: matches.get_one("seed").copied().unwrap_or_default(),
    }
}

/// Writes table, charts and weights of a training; returns the names of the files.
fn write(seen: &Seen<'_>, folder: &Path, frames: usize) -> Result<Vec<String>, Failure> {
    let Some(trained) = &seen.trained else { return Ok(Vec::new()) };
    files::prepare(folder)?;
    let (film, outputs) = (trained.film, seen.outputs(trained, frames)?);
    files::write(folder, &outputs)?;
    let mut names: Vec<String> = outputs.into_iter().map(|output| output.path).collect();
    for (name, frame) in [("start", 0), ("end", film.frames.len() - 1)] {
        let (name, network) = (format!("{name}.safetensors"), &film.frames[frame].network);
        let path = folder.join(&name);
        // In the precision in which it was trained.
        if film.is_single {
            let Network { architecture, layers, .. } = network.clone();
            let parameters = network.parameters.iter().map(|&x| x as f32).collect();
            let single = Network { architecture, layers, parameters };
            single.save(&path, Names::Sequential).input_output()?;
        } else {
            network.save(&path, Names::Sequential).input_output()?;
        }
        names.push(name);
    }
    Ok(names)
}
