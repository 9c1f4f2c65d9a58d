//! `okno admin index-documents`: has identity documents lead to their accounts (R124).

use std::time::Duration;

use okno_app::{Client, Cx, person};
use okno_domain::locale::Locale;

use crate::{
    Outcome,
    cli::{self, Source},
    serve, system, wiring,
};

/// How many accounts one transaction looks at: short enough for servers that write beside it.
const STEP: i64 = 100;

pub(super) fn run(source: &Source) -> Outcome {
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        wiring::schema(&config, &store).await?;
        let app = wiring::app(&config, store).await?;
        let client = Client { request_id: "admin".to_owned(), ..Client::default() };
        let cx = Cx::begin(&app, Locale::default(), client);
        let mut after = None;
        while let Some(last) = person::index_documents(&cx, after, STEP).await? {
            after = Some(last);
        }
        system::print(&"identity documents lead to their accounts")
    })
}
