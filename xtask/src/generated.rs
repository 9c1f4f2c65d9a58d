//! Files made from code: written by `cargo xtask generate`, compared by CI.

use std::{fs, process::Command};

use crate::failure::{Doing, Failure, Outcome};
use crate::{process, suite, workspace};

/// The description of the configuration file, for editors and operators.
const CONFIG_SCHEMA: &str = "docs/config.schema.json";

/// Fails when a committed file is not what the code makes now.
pub(crate) fn check() -> Outcome {
    let committed = fs::read_to_string(workspace::root().join(CONFIG_SCHEMA)).doing(CONFIG_SCHEMA)?;
    if committed == config_schema()? {
        return Ok(());
    }
    Err(Failure::new(format!("{CONFIG_SCHEMA} is stale: run `cargo xtask generate`")))
}

/// Writes all of them.
pub(crate) fn write() -> Outcome {
    fs::write(workspace::root().join(CONFIG_SCHEMA), config_schema()?).doing(CONFIG_SCHEMA)
}

fn config_schema() -> Outcome<String> {
    suite::programs()?;
    process::capture(Command::new(workspace::target_directory()?.join("debug/okno")).args(["config", "schema"]))
}
