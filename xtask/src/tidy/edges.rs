//! Who may depend on whom (docs/ARCHITECTURE.md): our own crates, and the outside crates that only one layer may know.

use serde_json::Value;

use super::Complaint;

/// For each of our packages, which of ours it may name. A package that is not listed may depend on none.
const OURS: [(&str, &[&str]); 10] = [
    ("okno-oidc", &["okno-pki"]),
    ("okno-store", &["okno-domain"]),
    ("okno-app", &["okno-store", "okno-oidc", "okno-pki", "okno-domain"]),
    ("okno-ui", &["okno-domain"]),
    ("okno-gateways", &["okno-app", "okno-ui", "okno-domain"]),
    ("okno-web", &["okno-app", "okno-ui", "okno-oidc", "okno-domain"]),
    ("okno-server", &["okno-web", "okno-gateways", "okno-app", "okno-store", "okno-domain"]),
    ("okno-testkit", &["okno-web", "okno-gateways", "okno-ui", "okno-app", "okno-store", "okno-pki", "okno-domain"]),
    ("okno-simulators", &["okno-domain"]),
    (
        "okno-fuzz-targets",
        &["okno-web", "okno-gateways", "okno-simulators", "okno-app", "okno-oidc", "okno-pki", "okno-domain"],
    ),
];

/// Outside crates that are the business of some packages only. What a package uses in its tests is its own affair.
const OUTSIDE: [(&str, &[&str]); 15] = [
    ("axum", &["okno-web", "okno-server", "okno-simulators"]),
    ("tower", &["okno-web", "okno-server", "okno-simulators"]),
    ("tower-http", &["okno-web", "okno-server", "okno-simulators"]),
    ("hyper", &["okno-gateways", "okno-web", "okno-server", "okno-simulators"]),
    ("reqwest", &["okno-gateways", "okno-simulators"]),
    ("lettre", &["okno-gateways"]),
    ("rusqlite", &["okno-store", "okno-bench"]),
    ("tokio-postgres", &["okno-store", "okno-testkit", "okno-bench"]),
    ("tokio-postgres-rustls", &["okno-store"]),
    ("deadpool-postgres", &["okno-store"]),
    ("askama", &["okno-ui", "okno-simulators"]),
    ("fluent-bundle", &["okno-ui"]),
    ("figment", &["okno-server"]),
    ("clap", &["okno-server", "okno-simulators", "okno-bench", "xtask"]),
    ("getrandom", &["okno-server", "okno-simulators"]),
];

/// What the pure crates never touch, not even through another of ours.
const PURE: &[&str] = &["okno-domain", "okno-oidc", "okno-pki"];
const IMPURE: &[&str] = &["tokio", "http", "futures-util", "async-trait", "tracing"];
/// The domain knows no format either; the protocol crates are about formats.
const FORMATS: (&str, &str) = ("okno-domain", "serde_json");

pub(super) fn check(metadata: &Value, complaints: &mut Vec<Complaint>) {
    let packages = members(metadata);
    let names: Vec<&str> = packages.iter().filter_map(|package| name(package)).collect();
    for package in &packages {
        let Some(from) = name(package) else { continue };
        for (to, kind) in dependencies(package) {
            if kind == Some("dev") {
                continue;
            }
            if names.contains(&to) && !allowed(&OURS, from).contains(&to) {
                complaints.push(Complaint::new(from, format!("must not depend on {to}")));
            }
            if let Some((_, users)) = OUTSIDE.iter().find(|(outside, _)| *outside == to)
                && !users.contains(&from)
            {
                complaints.push(Complaint::new(from, format!("{to} is only for {}", users.join(", "))));
            }
            if PURE.contains(&from) && IMPURE.contains(&to) || (from, to) == FORMATS {
                complaints.push(Complaint::new(from, format!("is pure and must not know {to}")));
            }
        }
    }
}

fn allowed(edges: &[(&str, &'static [&'static str])], from: &str) -> &'static [&'static str] {
    edges.iter().find(|(package, _)| *package == from).map_or(&[], |(_, targets)| targets)
}

/// The packages of the workspace.
pub(super) fn members(metadata: &Value) -> Vec<&Value> {
    let list = |key: &str| metadata.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let members = list("workspace_members");
    list("packages").iter().filter(|package| package.get("id").is_some_and(|id| members.contains(id))).collect()
}

pub(super) fn name(package: &Value) -> Option<&str> {
    package.get("name").and_then(Value::as_str)
}

/// Names of the dependencies with their kind: nothing, `dev` or `build`.
pub(super) fn dependencies(package: &Value) -> Vec<(&str, Option<&str>)> {
    let list = package.get("dependencies").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(|one| Some((name(one)?, one.get("kind").and_then(Value::as_str)))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn complains_of_forbidden_edges_only() {
        let package = |name: &str, on: &[&str]| {
            let on: Vec<Value> = on.iter().map(|name| json!({ "name": name, "kind": null })).collect();
            json!({ "id": name, "name": name, "dependencies": on })
        };
        let metadata = json!({
            "workspace_members": ["okno-web", "okno-store", "okno-domain"],
            "packages": [
                package("okno-web", &["okno-store", "okno-domain", "axum"]),
                package("okno-store", &["okno-domain", "reqwest"]),
                package("okno-domain", &["tokio"]),
            ],
        });
        let mut complaints = vec![];
        check(&metadata, &mut complaints);
        let said: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "okno-web: must not depend on okno-store",
                "okno-store: reqwest is only for okno-gateways, okno-simulators",
                "okno-domain: is pure and must not know tokio"
            ]
        );
    }
}
