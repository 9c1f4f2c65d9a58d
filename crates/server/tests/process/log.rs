//! What the log must not hold.

use crate::support::{
    Citizen, Server, World,
    citizen::{Acknowledged, By, LOGIN, NAMES, PASSWORD},
    world::world_test,
};

world_test! {
    /// Decision 23, R245: with the most talkative filter there is, neither a contact, a name, a code, a password nor a
    /// token is in the log; but each request is, with its reference.
    async fn nothing_personal_is_logged(world: World) {
        for filter in ["debug", "trace"] {
            let mut command = world.command(&["serve"]);
            command.env("OKNO_LOG__FILTER", filter);
            let mut server = Server::start(command, world.place).await;
            let mut secrets = vec![PASSWORD.to_owned(), NAMES.0.to_owned(), NAMES.1.to_owned()];
            let offset = if filter == "debug" { 0 } else { 10 };
            for (by, number) in [(By::Phone, 1 + offset), (By::Mail, 2 + offset)] {
                let mut citizen = Citizen::new(&world, by, number);
                while citizen.acknowledged < Acknowledged::Registered {
                    citizen.step(&world).await.unwrap();
                    secrets.extend(citizen.browser.cookie_values());
                }
                secrets.push(citizen.code(&world).await);
                secrets.push(citizen.contact.trim_start_matches('+').to_owned());
                let page = citizen.browser.get(LOGIN).await.unwrap();
                secrets.extend(page.field_value("csrf"));
                let mut stranger = Citizen::new(&world, by, number + 500);
                let page = stranger.browser.get(LOGIN).await.unwrap();
                let wrong = [("login", citizen.contact.as_str()), ("password", "Wrong;9Guess")];
                let answer = stranger.browser.submit(&page, "password", &wrong).await.unwrap();
                assert!(server_saw(&server, answer.header("x-request-id").unwrap()).await);
                citizen.log_in().await.unwrap();
                secrets.extend(citizen.browser.cookie_values());
            }
            secrets.push("Wrong;9Guess".to_owned());
            secrets.extend(link_tokens(&world));
            secrets.extend(["oknodemo".to_owned(), "okno-demo-token".to_owned()]);
            server.terminate().await;
            assert!(server.wait().await.success());
            let output = server.output();
            for secret in secrets.iter().filter(|secret| secret.len() > 3) {
                let line = output.lines().find(|line| line.contains(secret.as_str()));
                assert!(line.is_none(), "{secret} is in the log at {filter}: {line:?}");
            }
        }
    }
}

async fn server_saw(server: &Server, reference: &str) -> bool {
    server.writes(reference).await;
    true
}

fn link_tokens(world: &World) -> Vec<String> {
    let letters = world.simulators.mailboxes().after(None, 0);
    let links = letters.iter().flat_map(|letter| letter.links.clone());
    links.filter_map(|link| Some(link.split_once("token=")?.1.to_owned())).collect()
}
