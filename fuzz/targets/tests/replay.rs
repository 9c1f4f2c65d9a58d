//! Every seed of `fuzz/corpus`, and everything that was ever found, in every test run.
#![expect(clippy::unwrap_used, reason = "a test may")]

mod support;

use okno_fuzz_targets::TARGETS;

/// One may forget to add seeds, or to remove those of a target that is gone.
#[test]
fn every_target_has_seeds_and_every_folder_a_target() {
    for (name, _) in TARGETS {
        let seeds = support::seeds(name);
        assert!(seeds.len() >= 8, "fuzz/corpus/{name} has only {} seeds", seeds.len());
        let longest = seeds.iter().map(|(_, bytes)| bytes.len()).max();
        assert!(longest < Some(16 * 1024), "seeds of {name} are to be small");
    }
    for folder in std::fs::read_dir(support::corpus()).unwrap() {
        let folder = folder.unwrap().file_name().into_string().unwrap();
        assert!(TARGETS.iter().any(|(name, _)| *name == folder), "fuzz/corpus/{folder} belongs to no target");
    }
}

/// cargo-fuzz finds a target by its file, we by the list.
#[test]
fn every_target_has_its_program() {
    let folder = support::corpus().join("../fuzz_targets");
    let mut programs: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    programs.sort();
    let mut targets: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    targets.sort_unstable();
    assert_eq!(programs, targets);
    let manifest = std::fs::read_to_string(folder.join("../Cargo.toml")).unwrap();
    for name in targets {
        let program = std::fs::read_to_string(folder.join(name).with_extension("rs")).unwrap();
        assert!(program.contains(&format!("run(\"{name}\"")), "fuzz/fuzz_targets/{name}.rs runs something else");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "fuzz/Cargo.toml lacks {name}");
    }
}

/// No bytes from outside bring anything down, and what is accepted is accepted for good reason.
#[test]
fn seeds_break_nothing() {
    let panics = support::Panics::counted();
    let mut broken = Vec::new();
    for (name, target) in TARGETS {
        for (file, bytes) in support::seeds(name) {
            if panics.happen(*target, &bytes) {
                broken.push(format!("fuzz/corpus/{name}/{file}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
