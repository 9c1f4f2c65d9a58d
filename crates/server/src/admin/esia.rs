//! `okno admin esia`: the keys of the dialect of ESIA, and what became of the requests of its systems.

use std::time::Duration;

use clap::{Subcommand, ValueEnum};
use okno_app::{
    Client, Cx,
    esia::{
        key::{self, Algorithm},
        trace,
    },
    settings::days,
};
use okno_domain::{locale::Locale, time::after};

use crate::{
    Outcome,
    cli::{self, Source},
    serve, system, wiring,
};

/// An algorithm of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TokenAlgorithm {
    /// RSA with SHA-256.
    #[value(name = "RS256")]
    Rs256,
    /// GOST R 34.10-2012 with 256 bits.
    #[value(name = "GOST3410_2012_256")]
    Gost256,
    /// GOST R 34.10-2012 with 512 bits.
    #[value(name = "GOST3410_2012_512")]
    Gost512,
}

impl From<TokenAlgorithm> for Algorithm {
    fn from(algorithm: TokenAlgorithm) -> Self {
        match algorithm {
            TokenAlgorithm::Rs256 => Self::Rs256,
            TokenAlgorithm::Gost256 => Self::Gost256,
            TokenAlgorithm::Gost512 => Self::Gost512,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the certificate by which systems verify tokens, as PEM; its key is made where there is none. A next one that does
    /// not sign yet follows it.
    Certificate {
        /// The algorithm of the tokens.
        #[arg(default_value = "GOST3410_2012_256")]
        algorithm: TokenAlgorithm,
    },
    /// Make the next key, which signs after so many days, and print its certificate: give it to all systems before.
    Renew {
        /// The algorithm of the tokens.
        algorithm: TokenAlgorithm,
        /// Days until it signs.
        #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=1000))]
        days: u32,
    },
    /// Print what became of the newest requests of a system, within a week: which reading of a signature fitted, and why another
    /// was refused.
    Trace {
        /// The mnemonic of the system.
        mnemonic: String,
        /// At most this many.
        #[arg(long, default_value_t = 20)]
        most: u16,
    },
}

pub(super) fn run(command: &Command, source: &Source) -> Outcome {
    let config = cli::load(source)?;
    serve::runtime(1)?.block_on(async {
        let store = wiring::store(&config, Duration::ZERO).await?;
        wiring::schema(&config, &store).await?;
        let app = wiring::app(&config, store).await?;
        let client = Client { request_id: "admin".to_owned(), ..Client::default() };
        let cx = Cx::begin(&app, Locale::default(), client);
        match command {
            Command::Certificate { algorithm } => certificate(&cx, (*algorithm).into()).await,
            Command::Renew { algorithm, days: count } => {
                let algorithm = (*algorithm).into();
                // There is one that signs until then.
                key::with(&cx, algorithm).await?;
                let made = key::make(&cx, algorithm, after(cx.now, days(*count))).await?;
                let keys = key::current(&cx).await?;
                let made = keys.all().iter().find(|key| key.id == made);
                print_certificates(made.into_iter())
            }
            Command::Trace { mnemonic, most } => traces(&cx, mnemonic, *most).await,
        }
    })
}

async fn certificate(cx: &Cx, algorithm: Algorithm) -> Outcome {
    let keys = key::with(cx, algorithm).await?;
    let signing = keys.signing(algorithm, cx.now);
    let next = keys.all().iter().filter(|key| key.algorithm == algorithm && key.signs_from > cx.now);
    print_certificates(signing.into_iter().chain(next))
}

fn print_certificates<'a>(keys: impl Iterator<Item = &'a key::Key>) -> Outcome {
    for key in keys {
        system::print(&format!("# {}, signs from {}", key.algorithm, key.signs_from))?;
        system::print(&key.certificate.to_pem().trim_end())?;
    }
    Ok(())
}

async fn traces(cx: &Cx, mnemonic: &str, most: u16) -> Outcome {
    for row in trace::list(cx, mnemonic, i64::from(most)).await? {
        let outcome = if row.is_refused { "refused" } else { "accepted" };
        system::print(&format!("{} {outcome} {}", row.at, row.told))?;
    }
    Ok(())
}
